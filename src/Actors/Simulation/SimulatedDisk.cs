namespace Moe.Actors.Simulation;

/// <summary>
/// A node's disk. Readers see every operation once it is done; a crash keeps what was synced, and of the rest what chance
/// leaves: a file's content whole or torn at any byte; new names and renames up to one of them and none after it, as a
/// file system with a journal does.
/// </summary>
public sealed class SimulatedDisk
{
    private readonly Dictionary<string, FileContent> visible = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileContent> durable = new(StringComparer.Ordinal);
    private readonly List<Action<Dictionary<string, FileContent>>> unsyncedNames = [];

    /// <summary>Names of the files there, in order.</summary>
    public IReadOnlyList<string> Files => [.. visible.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A file's content as a reader sees it now; null when there is none.</summary>
    public byte[]? Read(string file) => visible.GetValueOrDefault(file)?.Content;

    /// <summary>Carries an operation out.</summary>
    /// <exception cref="FileNotFoundException">A file to sync or rename is not there.</exception>
    public void Do(DiskOperation operation)
    {
        switch (operation)
        {
            case DiskOperation.Write write:
                Put(write);
                break;
            case DiskOperation.SyncFile sync:
                Existing(sync.File).IsSynced = true;
                break;
            case DiskOperation.Rename rename:
                Existing(rename.From);
                Name(names =>
                {
                    if (names.Remove(rename.From, out var moved)) names[rename.To] = moved;
                });
                break;
            case DiskOperation.SyncFolder:
                NamesSurvive(unsyncedNames.Count);
                break;
            default:
                throw new ArgumentException($"A disk cannot do {operation}.", nameof(operation));
        }
    }

    /// <summary>The node has crashed: leaves what a disk may hold then.</summary>
    public void Crash(RandomDraws draws)
    {
        NamesSurvive(draws.Below(unsyncedNames.Count + 1));
        visible.Clear();
        foreach (var (name, content) in durable.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Tear(content, draws);
            visible.Add(name, content);
        }
    }

    private void Put(DiskOperation.Write write)
    {
        if (!visible.TryGetValue(write.File, out var content))
        {
            content = new FileContent { Content = [] };
            Name(names => names[write.File] = content);
        }
        // A file that is written anew is not durable any more, whatever it was before.
        (content.Content, content.IsSynced) = ([.. write.Content], false);
    }

    private void Name(Action<Dictionary<string, FileContent>> change)
    {
        change(visible);
        unsyncedNames.Add(change);
    }

    private void NamesSurvive(int count)
    {
        foreach (var change in unsyncedNames.Take(count)) change(durable);
        unsyncedNames.Clear();
    }

    private static void Tear(FileContent file, RandomDraws draws)
    {
        if (!file.IsSynced && draws.Chance(0.7)) file.Content = file.Content[..draws.Below(file.Content.Length + 1)];
        file.IsSynced = true;
    }

    private FileContent Existing(string file) => visible.TryGetValue(file, out var found)
        ? found
        : throw new FileNotFoundException($"The simulated disk has no file {file}; it has {string.Join(", ", Files)}.", file);

    private sealed class FileContent
    {
        public required byte[] Content { get; set; }

        public bool IsSynced { get; set; }
    }
}

namespace Moe.Specs;

/// <summary>A folder of its own for one test, removed with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("moe-").FullName;

    /// <summary>The path of something in it.</summary>
    public string File(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Writes a text file, whose folders are made.</summary>
    public string Write(string name, string content)
    {
        var path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Writes a task's train, dev and test files, with the same rows in each.</summary>
    public void WriteTask(string gym, string task, params string[] rows)
    {
        foreach (var part in new[] { "train", "dev", "test" })
            Write(System.IO.Path.Combine(gym, task, $"{task}_full_13_{part}.tsv"), string.Concat(rows.Select(row => row + "\n")));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

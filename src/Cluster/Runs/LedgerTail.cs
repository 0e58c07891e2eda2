using System.Text;

namespace Moe.Cluster.Runs;

/// <summary>Follows a ledger that another process writes: each read gives the lines that have been added since.</summary>
/// <param name="path">The ledger; it may not be there yet.</param>
/// <param name="position">Bytes that are passed over: the whole lines that were there before.</param>
internal sealed class LedgerTail(string path, long position)
{
    private long read = position;

    /// <summary>The whole lines added since the last read. Half a line is left for the next: its writer may yet be killed.</summary>
    public IReadOnlyList<LedgerLine> Read()
    {
        if (!File.Exists(path)) return [];
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = read;
        using MemoryStream added = new();
        file.CopyTo(added);
        var bytes = added.GetBuffer().AsSpan(0, (int)added.Length);
        var whole = bytes.LastIndexOf((byte)'\n') + 1;
        read += whole;
        return [.. Encoding.UTF8.GetString(bytes[..whole]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(LedgerLine.Parse)];
    }
}

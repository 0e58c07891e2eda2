using System.Text;

namespace Moe.Cluster.Runs;

/// <summary>Follows a ledger that another process writes: each read gives the lines that have been added since.</summary>
/// <param name="path">The ledger; it may not be there yet.</param>
/// <param name="position">Bytes that are passed over: the whole lines that were there before.</param>
/// <param name="bytesMost">About how much of it one read takes in; more only where a single line is longer.</param>
internal sealed class LedgerTail(string path, long position, int bytesMost = int.MaxValue)
{
    private long read = position;

    /// <summary>
    /// Where the lines of a ledger's last bytes begin: 0 for one that is not longer, or not there yet.
    /// </summary>
    public static long StartOfLast(string path, long bytes)
    {
        if (!File.Exists(path)) return 0;
        using var file = TextFiles.OpenBesideWriter(path);
        if (file.Length <= bytes) return 0;
        file.Position = file.Length - bytes;
        int letter;
        do letter = file.ReadByte();
        while (letter is not ('\n' or -1));
        return file.Position;
    }

    /// <summary>The whole lines added since the last read. Half a line is left for the next: its writer may yet be killed.</summary>
    public IReadOnlyList<LedgerLine> Read()
    {
        if (!File.Exists(path)) return [];
        using var file = TextFiles.OpenBesideWriter(path);
        var bytes = WholeLines(file);
        List<LedgerLine> lines = [];
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            read += end + 1;
            lines.Add(LedgerLine.Parse(Encoding.UTF8.GetString(bytes[..end]), read));
            bytes = bytes[(end + 1)..];
        }
        return lines;
    }

    private ReadOnlySpan<byte> WholeLines(FileStream file)
    {
        for (long room = bytesMost; ; room *= 2)
        {
            var bytes = new byte[Math.Clamp(file.Length - read, 0, room)];
            file.Position = read;
            var taken = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var whole = bytes.AsSpan(0, taken).LastIndexOf((byte)'\n') + 1;
            if (whole > 0 || taken < room) return bytes.AsSpan(0, whole);
        }
    }
}

using System.Text;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// A text file that only grows, a line at a time, each handed to the operating system at once. A line that a killed
/// process left half is removed when the file is opened again.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private readonly string path;
    private FileStream stream;

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public LineFile(string path)
    {
        this.path = path;
        stream = null!;
        TextFiles.Told(path, () => stream = OpenWhole(path));
    }

    /// <summary>The same in a folder that may not be there yet.</summary>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public static LineFile WithFolder(string path)
    {
        TextFiles.Told(path, () => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        return new LineFile(path);
    }

    /// <summary>Bytes in it.</summary>
    public long Length => stream.Length;

    /// <summary>Adds a line.</summary>
    /// <exception cref="EnvironmentException">The disk is full.</exception>
    public void Append(string line) => TextFiles.Told(path, () =>
    {
        // Not where this process stopped: one that was put out may have written a last line while this one took over.
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
    });

    /// <summary>Keeps only some of its lines.</summary>
    /// <exception cref="EnvironmentException">The disk is full.</exception>
    public void Keep(Func<string, bool> wanted) => TextFiles.Told(path, () =>
    {
        stream.Dispose();
        var lines = File.ReadLines(path).Where(wanted).ToList();
        TextFiles.Replace(path, string.Concat(lines.Select(line => line + "\n")));
        stream = OpenWhole(path);
    });

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static FileStream OpenWhole(string path)
    {
        // Without a buffer: after a failed write nothing is left that closing the file would try, and fail, to write again.
        FileStream opened = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var end = opened.Length;
        while (end > 0 && ByteAt(opened, end - 1) != '\n') end--;
        if (end < opened.Length) opened.SetLength(end);
        opened.Seek(0, SeekOrigin.End);
        return opened;
    }

    private static int ByteAt(FileStream opened, long position)
    {
        opened.Position = position;
        return opened.ReadByte();
    }
}

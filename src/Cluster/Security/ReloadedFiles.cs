using System.Security.Cryptography;
using Moe.Model.Failures;

namespace Moe.Cluster.Security;

/// <summary>
/// What is made out of some files, made anew when their content changes. It is looked at when somebody asks, at most every few
/// seconds; files that cannot be used leave what is in use in use, with one line in the log. Contents are compared and not times:
/// mounted secrets are links whose times say little.
/// </summary>
/// <typeparam name="T">What is made. One that is replaced is left to the collector, since a handshake may still use it.</typeparam>
internal sealed class ReloadedFiles<T> where T : class
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<string> files;
    private readonly Func<T> make;
    private readonly TimeProvider time;
    private readonly Action<string> log;
    private readonly Lock gate = new();
    private T current;
    private string seen;
    private long lookedAt;

    /// <summary>Reads the files for the first time.</summary>
    /// <param name="files">The files.</param>
    /// <param name="make">Reads them; throws a <see cref="MoeException"/> when they cannot be used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Takes one line for each change.</param>
    public ReloadedFiles(IReadOnlyList<string> files, Func<T> make, TimeProvider time, Action<string> log)
    {
        (this.files, this.make, this.time, this.log) = (files, make, time, log);
        (seen, current, lookedAt) = (Content(), make(), time.GetTimestamp());
    }

    /// <summary>What the files hold now, or held when they could last be used.</summary>
    public T Current
    {
        get
        {
            lock (gate)
            {
                if (time.GetElapsedTime(lookedAt) >= LookEvery) Look();
                return current;
            }
        }
    }

    private void Look()
    {
        lookedAt = time.GetTimestamp();
        var content = Content();
        if (content == seen) return;
        seen = content;
        try
        {
            current = make();
            log($"{string.Join(", ", files)}: changed and read again");
        }
        catch (MoeException failure)
        {
            log($"{string.Join(", ", files)}: changed, and what was read before stays in use: {failure.Message}");
        }
    }

    // A file that cannot be read is a content too: it is told once, by whoever makes something of it.
    private string Content()
    {
        try
        {
            return string.Concat(files.Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return failure.Message;
        }
    }
}

using System.Text;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Adaptation;

/// <summary>
/// Jobs that several processes, on one machine or on many with a shared folder, divide among themselves. A process has a job when
/// it made the file claims/JOB.ATTEMPT, which only one process can make, and keeps it by writing into it from time to time. When
/// a claim is given back, or has not changed for the length of the lease by the clock of the process that looks, the next attempt
/// may be made; so clocks of machines need not agree. A finished job is done/JOB.json, one line of JSON. A process that was only
/// slow finishes its job too, which does no harm: a job's result depends on nothing but the job.
/// </summary>
internal sealed class JobFolder
{
    private const string Claims = "claims", Done = "done";

    private readonly string folder, worker;
    private readonly TimeProvider time;
    private readonly TimeSpan lease;
    private readonly Dictionary<string, (string Content, long Since)> observed = [];
    private readonly Lock gate = new();

    /// <summary>Opens or makes the folder.</summary>
    /// <param name="folder">Shared by all processes.</param>
    /// <param name="worker">A name that no other process has.</param>
    /// <param name="time">The clock.</param>
    /// <param name="lease">How long a claim may stay as it is.</param>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public JobFolder(string folder, string worker, TimeProvider time, TimeSpan lease)
    {
        (this.folder, this.worker, this.time, this.lease) = (folder, worker, time, lease);
        TextFiles.Told(folder, () =>
        {
            Directory.CreateDirectory(Path.Combine(folder, Claims));
            Directory.CreateDirectory(Path.Combine(folder, Done));
        });
    }

    /// <summary>The line of a finished job; null while it is not.</summary>
    public string? Result(string job) => File.Exists(ResultFile(job)) ? File.ReadAllText(ResultFile(job)).TrimEnd('\n') : null;

    /// <summary>Takes a job that is not finished and that no living process has; null when there is nothing to take.</summary>
    public JobClaim? TryClaim(string job)
    {
        lock (gate)
        {
            if (File.Exists(ResultFile(job))) return null;
            var attempt = 0;
            while (File.Exists(ClaimFile(job, attempt))) attempt++;
            if (attempt > 0 && !IsAbandoned(ClaimFile(job, attempt - 1))) return null;
            var file = ClaimFile(job, attempt);
            if (!Make(file)) return null;
            // It may have been finished between the two looks.
            JobClaim claim = new(file, worker, time, lease / 4);
            if (!File.Exists(ResultFile(job))) return claim;
            claim.Dispose();
            return null;
        }
    }

    /// <summary>Keeps the line of a job that is done.</summary>
    public void Finish(string job, string line) => TextFiles.Replace(ResultFile(job), line + "\n");

    private bool IsAbandoned(string file)
    {
        var content = File.ReadAllText(file);
        if (content == JobClaim.GivenBack) return true;
        var now = time.GetTimestamp();
        if (!observed.TryGetValue(file, out var seen) || seen.Content != content)
        {
            observed[file] = (content, now);
            return false;
        }
        return time.GetElapsedTime(seen.Since, now) >= lease;
    }

    private bool Make(string file)
    {
        try
        {
            using FileStream made = new(file, FileMode.CreateNew, FileAccess.Write);
            made.Write(Encoding.UTF8.GetBytes(worker));
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return false;
        }
    }

    private string ClaimFile(string job, int attempt) => Path.Combine(folder, Claims, $"{job}.{attempt}");

    private string ResultFile(string job) => Path.Combine(folder, Done, job + ".json");
}

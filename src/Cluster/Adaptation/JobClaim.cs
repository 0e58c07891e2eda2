using Moe.Cluster.Runs;

namespace Moe.Cluster.Adaptation;

/// <summary>A job that this process has, with its sign of life. Disposing gives the job back; the file stays, so that no other
/// process can make it meanwhile.</summary>
internal sealed class JobClaim : IDisposable
{
    /// <summary>What the file of a claim says that nobody holds any more.</summary>
    public const string GivenBack = "given back";

    private readonly string file, worker;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private long beats;
    private bool isGivenBack;

    /// <summary>Keeps a claim that was made.</summary>
    public JobClaim(string file, string worker, TimeProvider time, TimeSpan every)
    {
        (this.file, this.worker) = (file, worker);
        timer = time.CreateTimer(_ => Beat(), null, every, every);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        lock (gate)
        {
            isGivenBack = true;
            TextFiles.Show(file, GivenBack);
        }
    }

    private void Beat()
    {
        lock (gate)
        {
            if (!isGivenBack) TextFiles.Show(file, $"{worker} {++beats}");
        }
    }
}

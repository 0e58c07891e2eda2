using Moe.Actors;
using Moe.Cluster.Runs;
using Moe.Cluster.Security;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Cluster.Hosting;

/// <summary>A run that is ready to be trained: settings checked, run folder made or taken over, vocabulary and rows read.</summary>
internal sealed class PreparedRun : IDisposable
{
    // The first node of a cluster makes the vocabulary while the others wait.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private PreparedRun(NodeConfiguration configuration, RunFolder folder) => (Configuration, Folder) = (configuration, folder);

    /// <summary>Everything that was set.</summary>
    public NodeConfiguration Configuration { get; }

    /// <summary>The run folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>The run, with the tokenizer's vocabulary size.</summary>
    public TrainingSettings Settings { get; private set; } = null!;

    /// <summary>What it works on.</summary>
    public RunData Data { get; private set; } = null!;

    /// <summary>A hash of each task's files.</summary>
    public IReadOnlyDictionary<string, string> Content { get; private set; } = null!;

    /// <summary>Prepares a run for this process alone, which holds the folder from now on.</summary>
    public static PreparedRun Open(RunRequest request) => Prepare(request, configuration =>
        RunFolder.Open(request.RunFolder, configuration.Run, request.Resume));

    /// <summary>Prepares a run that other nodes take part in too: nobody holds the folder when this returns.</summary>
    public static PreparedRun Join(RunRequest request, TimeProvider time)
    {
        var run = Prepare(request, configuration => RunFolder.Join(request.RunFolder, configuration.Run, time, Patience));
        run.Folder.Release();
        return run;
    }

    /// <inheritdoc/>
    public void Dispose() => Folder.Dispose();

    private static PreparedRun Prepare(RunRequest request, Func<NodeConfiguration, RunFolder> open)
    {
        var configuration = request.Configuration();
        TorchLibrary.Require();
        ActorSystemCertificate.Require(configuration.Akka);
        var gym = TaskGym.Open(configuration.Run.Curriculum.GymFolder);
        _ = gym.Partition(configuration.Run.Curriculum.Split);
        PreparedRun run = new(configuration, open(configuration));
        try
        {
            run.Read(gym);
            return run;
        }
        catch (MoeException)
        {
            run.GiveUp();
            throw;
        }
    }

    /// <summary>Nothing was trained yet: a next try finds the folder as this one did.</summary>
    public void GiveUp()
    {
        if (Folder is { HasRun: false, IsHeld: true }) Folder.Clear();
        Folder.Dispose();
    }

    private void Read(TaskGym gym)
    {
        Content = GymContent.Of(gym, Configuration.Run.Curriculum);
        RunPreparation.KeepGym(Content, gym.Folder, Folder.File(RunFiles.Gym));
        (Settings, Data) = RunPreparation.Prepare(Configuration.Run, gym, Folder.Path);
        TrainingHost.Check(Settings, Data);
    }
}

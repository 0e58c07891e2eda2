namespace Moe.Cluster.Runs;

/// <summary>Names of the files in a run folder.</summary>
internal static class RunFiles
{
    /// <summary>The effective training.run; can be given to --config.</summary>
    public const string Settings = "run.hocon";

    /// <summary>Everything that happened, one JSON object a line.</summary>
    public const string Ledger = "ledger.jsonl";

    /// <summary>One row a step.</summary>
    public const string Metrics = "metrics.csv";

    /// <summary>One row a task.</summary>
    public const string Scores = "scores.csv";

    /// <summary>One row a task and layer.</summary>
    public const string Routes = "routes.csv";

    /// <summary>Routes of all tasks as a picture.</summary>
    public const string RoutesPicture = "routes.svg";

    /// <summary>The folder of what is known of routes over training, and of what `routes` makes of it.</summary>
    public const string RouteFolder = "routes";

    /// <summary>Routes at every checkpoint, within <see cref="RouteFolder"/>.</summary>
    public const string RouteHistory = "history.csv";

    /// <summary>Loss over steps as a picture.</summary>
    public const string LossPicture = "loss.svg";

    /// <summary>The readable report.</summary>
    public const string Report = "report.md";

    /// <summary>The report's numbers for programs.</summary>
    public const string ReportJson = "report.json";

    /// <summary>Held open by the process that writes the folder.</summary>
    public const string Lock = "run.lock";

    /// <summary>The tokenizer a run was trained with.</summary>
    public const string Tokenizer = "tokenizer";

    /// <summary>The folder of epochs: a file for each, made by the coordinator that opened it.</summary>
    public const string Epochs = "epochs";

    /// <summary>The folder of what was asked of the run while it was trained: the newest epoch's file counts.</summary>
    public const string Operations = "operations";

    /// <summary>The folder in which nodes say where their HTTP side listens.</summary>
    public const string Listeners = "listeners";

    /// <summary>Members, experts and step, as the coordinator last saw them.</summary>
    public const string Status = "status.json";

    /// <summary>The folder with what the nodes of a local cluster print.</summary>
    public const string Nodes = "nodes";

    /// <summary>The folder with a file for each node of what was done from outside, and refused.</summary>
    public const string Audit = "audit";

    /// <summary>The folder with a file for each node of the spans of the steps that were followed.</summary>
    public const string Trace = "trace";

    /// <summary>The folder with what the actors of each node last did.</summary>
    public const string Actors = "actors";

    /// <summary>A hash of each task's files as the run reads them.</summary>
    public const string Gym = "gym.json";

    /// <summary>The file of a node among those of all nodes.</summary>
    /// <param name="folder">The folder's name.</param>
    /// <param name="node">The node's name; a colon in it would be no part of a file's name everywhere.</param>
    public static string OfNode(string folder, string node) => Path.Combine(folder, $"{node.Replace(':', '-')}.jsonl");
}

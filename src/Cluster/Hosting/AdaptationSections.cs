using Moe.Cluster.Settings;
using Moe.Curriculum.Adaptation;

namespace Moe.Cluster.Hosting;

/// <summary>The keys of training.adaptation.</summary>
internal static class AdaptationSections
{
    /// <summary>Where the section stands in a configuration.</summary>
    public const string Path = "training.adaptation";

    private static readonly WholeNumber Count = new(1);

    private static readonly SettingsSection<AdaptationSettings> Section = new SettingsSection<AdaptationSettings>()
        .Value("tasks", new ListOf<string>(new Text("train, dev, test or the name of a task")),
            s => s.Tasks, (s, v) => s with { Tasks = v })
        .Value("seeds", new ListOf<int>(new WholeNumber(0)), s => s.Seeds, (s, v) => s with { Seeds = v })
        .Value("rates", new ListOf<double>(new Number(0)), s => s.Rates, (s, v) => s with { Rates = v })
        .Value("batch-rows", new ListOf<int>(Count), s => s.BatchRows, (s, v) => s with { BatchRows = v })
        .Value("start", new Choice<StartingWeights>(), s => s.Start, (s, v) => s with { Start = v })
        .Value("route", new Choice<UnseenRouteKind>(), s => s.Route, (s, v) => s with { Route = v })
        .Value("task-vectors", new OptionalText("a folder with id2task.json and task_vecs.npy"),
            s => s.TaskVectors, (s, v) => s with { TaskVectors = v })
        .Value("steps", Count, s => s.Steps, (s, v) => s with { Steps = v })
        .Value("warmup-steps", new WholeNumber(0), s => s.WarmupSteps, (s, v) => s with { WarmupSteps = v })
        .Value("evaluate-every", Count, s => s.EvaluateEvery, (s, v) => s with { EvaluateEvery = v })
        .Value("route-rate", new Number(0), s => s.RouteRate, (s, v) => s with { RouteRate = v })
        .Value("test-rows", new WholeNumber(0), s => s.TestRows, (s, v) => s with { TestRows = v })
        .Value("lease-seconds", new WholeNumber(1, 86400), s => s.LeaseSeconds, (s, v) => s with { LeaseSeconds = v });

    /// <summary>Every key, as a dotted path.</summary>
    public static IEnumerable<string> Paths => Section.Paths(Path);

    /// <summary>Reads the section and checks it.</summary>
    /// <exception cref="Moe.Model.Failures.ConfigurationException">A key is unknown, or a value is wrong.</exception>
    public static AdaptationSettings Read(LayeredConfiguration configuration) =>
        Section.Read(configuration.Node(Path), new AdaptationSettings());

    /// <summary>The section in its one canonical form.</summary>
    public static string Canonical(AdaptationSettings settings)
    {
        HoconText text = new();
        text.Section(Path, () => Section.Write(text, settings));
        return text.ToString();
    }
}

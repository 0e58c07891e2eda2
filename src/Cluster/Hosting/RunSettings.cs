using System.Security.Cryptography;
using System.Text;
using Moe.Actors;
using Moe.Cluster.Settings;
using Moe.Curriculum;
using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Cluster.Hosting;

/// <summary>Reads and writes training.run: what decides a run's weights.</summary>
internal static class RunSettings
{
    /// <summary>Where the section stands in a configuration.</summary>
    public const string Path = "training.run";

    private static readonly TrainingSettings Start = new()
    {
        Model = ModelSettings.Start,
        Curriculum = new CurriculumSettings { GymFolder = "", Split = "" },
        Stages = [],
    };

    /// <summary>Every key, as a dotted path; keys of a stage as training.run.stages[].KEY.</summary>
    public static IEnumerable<string> Paths => RunSections.Run.Paths(Path);

    /// <summary>Reads the section and checks it as a whole.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or missing, or a value is wrong or contradicts another.</exception>
    public static TrainingSettings Read(LayeredConfiguration configuration)
    {
        var settings = RunSections.Run.Read(configuration.Node(Path), Start);
        _ = settings.Model.Validated();
        RequireUniqueStageNames(settings);
        RequireInitialization(settings);
        RequirePositions(settings);
        RequireTaskRandomExperts(settings);
        RequireExpertsWithReplicas(settings);
        GrowthSection.Require(settings, Path);
        return settings;
    }

    /// <summary>The section in its one canonical form.</summary>
    public static string Canonical(TrainingSettings settings) => Written(settings).ToString();

    /// <summary>Every setting in which two runs differ, a line each.</summary>
    public static IReadOnlyList<string> Differences(TrainingSettings one, TrainingSettings other)
    {
        Dictionary<string, string> left = new(Written(one).Values), right = new(Written(other).Values);
        return [.. left.Keys.Union(right.Keys)
            .Where(key => left.GetValueOrDefault(key) != right.GetValueOrDefault(key))
            .Select(key => $"{key}: {left.GetValueOrDefault(key, "absent")} -> {right.GetValueOrDefault(key, "absent")}")];
    }

    /// <summary>SHA-256 of the canonical form in lower-case hex: equal for runs that must end with the same weights.</summary>
    public static string Hash(TrainingSettings settings) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(settings))));

    /// <summary>
    /// The same run with another number of steps: stages and warm-up keep their proportions, every stage at least one step.
    /// </summary>
    /// <exception cref="ConfigurationException">There are fewer steps than stages.</exception>
    public static TrainingSettings WithSteps(TrainingSettings settings, int steps)
    {
        var (stages, total) = (settings.Stages, (long)settings.TotalSteps);
        if (steps < stages.Count)
        {
            throw new ConfigurationException(
                $"--steps {steps} is less than the run's {stages.Count} stages ({string.Join(", ", stages.Select(s => s.Name))}), " +
                "expected at least one step for each. Ask for more steps, or take stages out of the run file.");
        }
        // Each stage ends where its end falls on the new scale, but leaves one step for every stage after it.
        List<int> lengths = [];
        long before = 0;
        var given = 0;
        for (var i = 0; i < stages.Count; i++)
        {
            before += stages[i].Steps;
            var end = Math.Clamp((int)(before * steps / total), given + 1, steps - (stages.Count - 1 - i));
            lengths.Add(end - given);
            given = end;
        }
        return settings with
        {
            Stages = [.. stages.Select((stage, i) => stage with { Steps = lengths[i] })],
            Optimization = settings.Optimization with
            {
                WarmupSteps = (int)(settings.Optimization.WarmupSteps * (long)steps / total),
            },
        };
    }

    private static HoconText Written(TrainingSettings settings)
    {
        HoconText text = new();
        text.Section(Path, () => RunSections.Run.Write(text, settings));
        return text;
    }

    private static void RequireUniqueStageNames(TrainingSettings settings)
    {
        if (settings.Stages.GroupBy(stage => stage.Name).FirstOrDefault(named => named.Count() > 1) is { } twice)
        {
            throw new ConfigurationException(
                $"{Path}.stages has {twice.Count()} stages named '{twice.Key}', expected a name of its own for each, since the " +
                "ledger tells them apart by it. Rename one.");
        }
    }

    private static void RequireInitialization(TrainingSettings settings)
    {
        var (kind, isBart) = (settings.Initialization.Kind, settings.Model.Backbone == Backbone.Bart);
        if (kind == "xavier" || kind == "bart" == isBart) return;
        throw new ConfigurationException(
            $"{Path}.initialization.kind is {kind}, but {Path}.model.backbone is a {(isBart ? "BART" : "T5")}, expected xavier or " +
            $"{(isBart ? "bart" : "t5")}. Choose weights and backbone of one family.");
    }

    private static void RequirePositions(TrainingSettings settings)
    {
        var (model, data) = (settings.Model, settings.Curriculum);
        var longest = Math.Max(data.MaxInputTokens, data.MaxOutputTokens);
        if (longest > model.MaxPositions)
        {
            throw new ConfigurationException(
                $"{Path}.curriculum allows texts of {longest} tokens, but {Path}.model.max-positions is {model.MaxPositions}. " +
                "Cut texts shorter or give the model more positions.");
        }
    }

    private static void RequireExpertsWithReplicas(TrainingSettings settings)
    {
        var known = settings.Model.AllExperts().ToHashSet();
        foreach (var expert in settings.Replicas.Experts.Keys.Where(expert => !known.Contains(expert)))
        {
            throw new ConfigurationException(
                $"{Path}.replicas.experts names {expert}, which {Path}.model does not have, expected vocabulary or an expert of one " +
                "of its layers, counted from 0. Correct the name or remove it.");
        }
    }

    private static void RequireTaskRandomExperts(TrainingSettings settings)
    {
        foreach (var stage in settings.Stages.Where(stage => stage.TaskRandomExperts > settings.Model.Experts))
        {
            throw new ConfigurationException(
                $"{Path}.stages: stage '{stage.Name}' draws {stage.TaskRandomExperts} distinct experts (task-random-experts), but " +
                $"{Path}.model.experts is {settings.Model.Experts}. Ask for at most as many.");
        }
    }
}

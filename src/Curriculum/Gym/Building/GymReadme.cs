using System.Globalization;
using System.Text;

namespace Moe.Curriculum.Gym.Building;

/// <summary>
/// The README of a built gym: what the files are, the tasks with their rows, the packages with their licences.
/// </summary>
internal static class GymReadme
{
    public static string Text(IReadOnlyList<ManifestTask> tasks, IReadOnlyList<ManifestPackage> packages)
    {
        StringBuilder text = new();
        int categories = tasks.Select(task => task.Description.Category).Distinct().Count();
        text.Append(CultureInfo.InvariantCulture, $"""
            # A gym of {tasks.Count} tasks in {categories} categories

            Made by `cluster data build` from the packages below; the same packages give the same bytes. Layout of
            CrossFit: `TASK/TASK_SHOTS_SEED_PART.tsv`, one row a line, `input<TAB>answer[<TAB>answer...]`, UTF-8.
            SHOTS is 16 rows a label for classification, 32 rows otherwise, or `full`. The test file is the same for
            all seeds. No row of a dev or test file occurs in a train file of its task. `ontology.json` has the tree
            of categories, `splits/` the partitions into seen and unseen tasks, `gym.json` metric, source and licence.

            ## Tasks

            | task | category | metric | template | rows | outputs | full train / dev / test | source |
            | --- | --- | --- | --- | ---: | ---: | --- | --- |

            """);
        foreach (ManifestTask task in tasks)
            AppendTask(text, task);
        text.Append("""

            ## Sources

            | client | package | version | pinned | licence | bytes | sha256 |
            | --- | --- | --- | --- | --- | ---: | --- |

            """);
        foreach (ManifestPackage package in packages)
            AppendPackage(text, package);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void AppendTask(StringBuilder text, ManifestTask task)
    {
        TaskDescription about = task.Description;
        string template = about.Template.Replace("|", "\\|", StringComparison.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"| {about.Name} | {about.Category}: {about.SubCategory} ")
            .Append(CultureInfo.InvariantCulture, $"| {about.Metric} | {template} | {task.Rows} ")
            .Append(CultureInfo.InvariantCulture, $"| {task.DistinctOutputs} ")
            .Append(CultureInfo.InvariantCulture, $"| {task.Train} / {task.Dev} / {task.Test} | {about.Source} |\n");
    }

    private static void AppendPackage(StringBuilder text, ManifestPackage package)
    {
        string pinned = package.Version == package.PinnedVersion ? "yes" : $"no: {package.PinnedVersion}";
        text.Append(CultureInfo.InvariantCulture, $"| {package.Client} | {package.Name} | {package.Version} ")
            .Append(CultureInfo.InvariantCulture, $"| {pinned} | {package.Licence} | {package.Bytes} ")
            .Append(CultureInfo.InvariantCulture, $"| {package.Sha256} |\n");
    }
}

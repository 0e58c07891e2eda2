using Moe.Curriculum.Gym.Sources;
using Moe.Curriculum.Gym.Tasks;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Building;

/// <summary>
/// Builds a gym from real data: fetches the packages, makes every task's rows, and writes the split files, ontology,
/// partitions, manifest and README. The same packages give the same bytes.
/// </summary>
public static class GymBuilder
{
    /// <summary>
    /// Builds all of <see cref="TaskRecipes"/>. The gym is made beside its place and renamed at the end.
    /// </summary>
    /// <exception cref="EnvironmentException">
    /// A package client is missing or failed, or a folder cannot be written.
    /// </exception>
    /// <exception cref="DataException">
    /// A package is damaged or laid out differently than its pinned version.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; the old gym, if any, is untouched.</exception>
    public static GymBuildResult Build(
        GymBuildSettings settings, IProgress<GymProgress> progress, CancellationToken cancel) =>
        Build(settings, TaskRecipes.All, progress, cancel);

    /// <summary>Builds some recipes: what tests use.</summary>
    internal static GymBuildResult Build(
        GymBuildSettings settings,
        IReadOnlyList<TaskRecipe> recipes,
        IProgress<GymProgress> progress,
        CancellationToken cancel)
    {
        RefuseForeign(settings.Folder);
        SourcePackage[] packages = [.. recipes.SelectMany(recipe => recipe.Packages).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).Select(SourcePackages.Find)];
        PackageStore store = new(
            settings.CacheFolder, settings.FromFolder,
            line => progress.Report(new GymProgress(line, 0, recipes.Count)));
        IReadOnlyList<ObtainedPackage> obtained = store.Obtain(packages, cancel);
        foreach (ObtainedPackage other in obtained.Where(one => one.Version != one.Package.Version))
            progress.Report(new GymProgress(
                $"{other.Package.Name}: using {other.Version} in place of the pinned {other.Package.Version}; the " +
                "gym " +
                "may differ from one built with the pinned version", 0, recipes.Count));
        SourceShelf shelf = new(obtained.Select(one => KeyValuePair.Create(one.Package.Name, one.Folder)));
        IReadOnlyList<ManifestPackage> entries = [.. obtained.Select(Entry)];
        IReadOnlyList<TaskDescription> tasks = WriteBeside(
            settings, part => Write(settings with { Folder = part }, recipes, shelf, entries, progress, cancel));
        return new GymBuildResult(tasks, store.BytesFetched, obtained.Sum(one => one.Bytes));
    }

    /// <summary>Writes tasks and the files about them from a shelf; the folder must be empty.</summary>
    internal static IReadOnlyList<TaskDescription> Write(
        GymBuildSettings settings,
        IReadOnlyList<TaskRecipe> recipes,
        SourceShelf shelf,
        IReadOnlyList<ManifestPackage> packages,
        IProgress<GymProgress> progress,
        CancellationToken cancel)
    {
        TaskWriter writer = new(settings);
        Dictionary<string, ManifestTask> made = new(StringComparer.Ordinal);
        ParallelWork.ForEach(
            recipes,
            (recipe, _) =>
            {
                ManifestTask task = writer.Write(recipe, shelf);
                lock (made)
                {
                    made[recipe.Name] = task;
                    progress.Report(new GymProgress(recipe.Name, made.Count, recipes.Count));
                }
            },
            cancel);
        ManifestTask[] tasks = [.. made.Values.OrderBy(task => task.Description.Name, StringComparer.Ordinal)];
        TaskDescription[] descriptions = [.. tasks.Select(task => task.Description)];
        WriteCatalogue(settings.Folder, tasks, descriptions, packages);
        return descriptions;
    }

    private static void WriteCatalogue(
        string folder, ManifestTask[] tasks, TaskDescription[] descriptions, IReadOnlyList<ManifestPackage> packages)
    {
        Dictionary<string, TaskDescription> known =
            descriptions.ToDictionary(task => task.Name, StringComparer.Ordinal);
        GymCatalogue.Group(known, known.Keys).Write(Path.Combine(folder, Ontology.FileName));
        string splits = Path.Combine(folder, TaskPartition.FolderName);
        Directory.CreateDirectory(splits);
        foreach (TaskPartition partition in GymPartitions.Of(descriptions))
            partition.Write(Path.Combine(splits, partition.Name + ".json"));
        GymManifest.Write(Path.Combine(folder, GymManifest.FileName), tasks, packages);
        File.WriteAllText(Path.Combine(folder, "README.md"), GymReadme.Text(tasks, packages));
    }

    private static IReadOnlyList<TaskDescription> WriteBeside(
        GymBuildSettings settings, Func<string, IReadOnlyList<TaskDescription>> write)
    {
        string part = settings.Folder.TrimEnd(Path.DirectorySeparatorChar) + ".part";
        try
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
            Directory.CreateDirectory(part);
            IReadOnlyList<TaskDescription> tasks = write(part);
            if (Directory.Exists(settings.Folder))
                Directory.Delete(settings.Folder, recursive: true);
            Directory.Move(part, settings.Folder);
            return tasks;
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw new EnvironmentException(
                $"{settings.Folder}: the gym cannot be written ({failure.Message}). Name a folder you may write " +
                "to with " +
                "--out, and check the free space (a gym takes about 100 MB).",
                failure);
        }
    }

    /// <summary>A folder with content that no build left is not deleted.</summary>
    private static void RefuseForeign(string folder)
    {
        bool ours = File.Exists(Path.Combine(folder, GymManifest.FileName));
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !ours)
            throw new DataException(
                $"{folder}: the folder is not empty and has no {GymManifest.FileName}, so it was not made by a " +
                "build and " +
                "will not be replaced. Name another folder with --out, or empty it.");
    }

    private static ManifestPackage Entry(ObtainedPackage one) => new(
        one.Package.Client == PackageClient.Apt ? "apt" : "npm",
        one.Package.Name, one.Version, one.Package.Version, one.Package.Licence, one.Sha256, one.Bytes);
}

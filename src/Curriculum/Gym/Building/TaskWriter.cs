using System.Globalization;
using System.Text;
using Moe.Curriculum.Gym.Sources;
using Moe.Curriculum.Gym.Tasks;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Building;

/// <summary>Writes the split files of one task: the full split and the few-shot ones of five seeds.</summary>
internal sealed class TaskWriter(GymBuildSettings settings)
{
    private const int ShotsOfEachLabel = 16;
    private const int Shots = 32;
    private const int RowsMin = 100;

    /// <exception cref="DataException">The recipe yields too few rows: the source is not what it was.</exception>
    public ManifestTask Write(TaskRecipe recipe, SourceShelf shelf)
    {
        List<CleanRow> rows = RowCleaner.Clean(recipe, recipe.Rows(shelf));
        if (rows.Count < RowsMin)
            throw new DataException(
                $"task {recipe.Name}: {rows.Count} rows could be made from {string.Join(", ", recipe.Packages)}, " +
                "expected " +
                $"{RowsMin} or more. The package's layout has changed: fetch the pinned version (docs/data.md).");
        DividedRows divided = RowDivision.Divide(rows);
        List<CleanRow> test = RowDivision.Take(divided.Test, settings.TestRowsMax, recipe.Classification);
        List<CleanRow> train = RowDivision.Take(divided.Train, settings.FullTrainRowsMax, recipe.Classification);
        List<CleanRow> dev = RowDivision.Take(divided.Dev, settings.FullDevRowsMax, recipe.Classification);
        WriteSplit(new FewShotSplit(recipe.Name, FewShotSplit.Full, FewShotSplit.Seeds[0]), train, dev, test);
        int shots = recipe.Classification ? ShotsOfEachLabel : Shots;
        foreach (int seed in FewShotSplit.Seeds)
        {
            FewShotSplit split = new(recipe.Name, shots.ToString(CultureInfo.InvariantCulture), seed);
            WriteSplit(
                split,
                RowDivision.Draw(divided.Train, shots, recipe.Classification, split.Prefix + "/train"),
                RowDivision.Draw(divided.Dev, shots, recipe.Classification, split.Prefix + "/dev"),
                test);
        }
        int outputs = rows.Select(row => row.Output).Distinct(StringComparer.Ordinal).Count();
        return new ManifestTask(Describe(recipe), rows.Count, outputs, train.Count, dev.Count, test.Count);
    }

    private static TaskDescription Describe(TaskRecipe recipe)
    {
        SourcePackage[] packages = [.. recipe.Packages.Distinct().Select(SourcePackages.Find)];
        string source = string.Join(", ", packages.Select(package =>
            package.Client == PackageClient.Npm ? $"npm {package.Name}" : package.Name));
        string licence = string.Join(
            "; ", packages.Select(package => package.Licence).Distinct(StringComparer.Ordinal));
        return new TaskDescription(
            recipe.Name, recipe.Category, recipe.SubCategory, recipe.Metric, recipe.Classification, source, licence,
            recipe.Template);
    }

    private void WriteSplit(
        FewShotSplit split, IReadOnlyList<CleanRow> train, IReadOnlyList<CleanRow> dev, IReadOnlyList<CleanRow> test)
    {
        string folder = Path.Combine(settings.Folder, split.Task);
        Directory.CreateDirectory(folder);
        WriteFile(Path.Combine(folder, split.FileName(SplitPart.Train)), train);
        WriteFile(Path.Combine(folder, split.FileName(SplitPart.Dev)), dev);
        WriteFile(Path.Combine(folder, split.FileName(SplitPart.Test)), test);
    }

    private static void WriteFile(string file, IReadOnlyList<CleanRow> rows)
    {
        StringBuilder text = new();
        foreach (CleanRow row in rows)
            text.Append(row.Input).Append('\t').AppendJoin('\t', row.Outputs).Append('\n');
        File.WriteAllText(file, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}

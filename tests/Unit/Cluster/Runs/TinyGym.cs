using Moe.Curriculum.Gym;

namespace Moe.Unit.Specs.Cluster.Runs;

/// <summary>A gym of two tasks in two categories, four training rows each.</summary>
internal static class TinyGym
{
    public static TaskGym Write(string folder)
    {
        WriteTask(folder, "colour", ["sky\tblue", "grass\tgreen", "sea\tblue", "sun\tyellow"]);
        WriteTask(folder, "shape", ["ball\tround", "box\tsquare", "coin\tround", "sign\tsign"]);
        File.WriteAllText(Path.Combine(folder, "ontology.json"),
            """{ "world": { "things": ["shape"] }, "lexical": { "words": ["colour"] } }""");
        Directory.CreateDirectory(Path.Combine(folder, "splits"));
        File.WriteAllText(Path.Combine(folder, "splits", "random.json"), """{ "train": ["colour", "shape"], "dev": [], "test": [] }""");
        return TaskGym.Open(folder);
    }

    private static void WriteTask(string folder, string task, string[] rows)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, task)).FullName;
        foreach (var part in new[] { "train", "dev", "test" })
            File.WriteAllLines(Path.Combine(path, $"{task}_full_13_{part}.tsv"), rows);
    }
}

using Moe.Curriculum.Gym;

namespace Moe.Unit.Specs.Cluster.Runs;

/// <summary>A gym of two tasks in two categories, four training rows each.</summary>
internal static class TinyGym
{
    public static TaskGym Write(TemporaryFolder folder, string gym)
    {
        folder.WriteTask(gym, "colour", "sky\tblue", "grass\tgreen", "sea\tblue", "sun\tyellow");
        folder.WriteTask(gym, "shape", "ball\tround", "box\tsquare", "coin\tround", "sign\tsign");
        folder.Write(Path.Combine(gym, "ontology.json"),
            """{ "world": { "things": ["shape"] }, "lexical": { "words": ["colour"] } }""");
        folder.Write(Path.Combine(gym, "splits", "random.json"),
            """{ "train": ["colour", "shape"], "dev": [], "test": [] }""");
        return TaskGym.Open(folder.File(gym));
    }
}

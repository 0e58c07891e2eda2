namespace Moe.Cluster.Specs;

/// <summary>A folder with a gym of four small tasks and a run file for a model small enough to train in seconds.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string RunFile =
        """
        training.run {
          model {
            width = 16
            encoder-layers = 1
            decoder-layers = 1
            encoder-heads = 2
            decoder-heads = 2
            encoder-feed-forward = 32
            decoder-feed-forward = 32
            max-positions = 64
          }
          vocabulary-merges = 20
          router.task-embedding-width = 8
          optimization.warmup-steps = 2
          curriculum {
            micro-batch-rows = 4
            max-input-tokens = 48
            max-output-tokens = 16
          }
          stages = [
            {
              name = shared
              steps = 6
              selection = single
              train-router = off
              train-task-embeddings = off
            }
            {
              name = routed
              steps = 6
              noise-per-task = on
              grow-with-noise = 0.05
            }
          ]
          checkpoint-every = 2
        }
        training.node.http-port = -1
        """;

    private readonly TemporaryFolder folder = new();

    public WorkFolder()
    {
        folder.WriteTask("gym", "colour", "sky\tblue", "grass\tgreen", "sea\tblue", "sun\tyellow", "snow\twhite", "coal\tblack");
        folder.WriteTask("gym", "shape", "ball\tround", "box\tsquare", "coin\tround", "wheel\tround", "tile\tsquare");
        folder.WriteTask("gym", "upper", "a b\tA B", "dog\tDOG", "cat\tCAT", "ox\tOX");
        folder.WriteTask("gym", "copy", "one\tone", "two\ttwo", "three\tthree", "four\tfour");
        Write("gym/ontology.json", """{ "lexical": { "words": ["colour", "shape"] }, "string": { "format": ["upper", "copy"] } }""");
        Write("gym/splits/random.json", """{ "train": ["colour", "copy", "shape", "upper"], "dev": [], "test": [] }""");
        Write("small.hocon", RunFile);
    }

    public string Path => folder.Path;

    public string File(params string[] names) => folder.File(names);

    public void Write(string name, string content) => folder.Write(name, content);

    /// <summary>The arguments of a training in a run folder.</summary>
    public static IEnumerable<string> Train(string run, params IEnumerable<string> more) =>
        ["train", "--config", "small.hocon", "--run", run, .. more];

    /// <summary>Copies a folder with all files in it.</summary>
    public void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(File(from), "*", SearchOption.AllDirectories))
        {
            var copy = File(to, System.IO.Path.GetRelativePath(File(from), file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }
    }

    public void Dispose() => folder.Dispose();
}

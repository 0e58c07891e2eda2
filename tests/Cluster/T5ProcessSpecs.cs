using System.Runtime.CompilerServices;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>A routed T5 by the command line: trained, resumed, spread over nodes, scored, exported and taken up again.</summary>
public sealed class T5ProcessSpecs : IDisposable
{
    private static readonly string[] T5 =
    [
        "--set", "training.run.model.backbone=t5-v1.1", "--set", "training.run.initialization.kind=t5",
        "--set", "training.run.model.head-width=12", "--set", "training.run.model.dropout=0.1",
        "--set", "training.run.model.attention-dropout=0.1",
    ];

    private readonly WorkFolder work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task Ends_with_the_same_bits_on_other_lanes_after_a_kill_and_on_two_nodes()
    {
        await Succeeds([.. WorkFolder.Train("whole", T5)]);
        await Succeeds([.. WorkFolder.Train("lanes", [.. T5, "--set", "training.node.lanes=3", "--set", "training.node.recompute=on"])]);
        using (var node = NodeProcess.Start(work.Path, [.. WorkFolder.Train("killed", T5)]))
        {
            await node.SaysOrEndsAsync("checkpoint");
            node.Kill();
            await node.EndAsync();
        }
        await Succeeds("train", "--run", "killed", "--resume", "--set", "training.node.http-port=-1");
        await Succeeds([.. WorkFolder.Train("nodes", [.. T5, "--nodes", "2"])]);

        foreach (var other in new[] { "lanes", "killed", "nodes" })
        {
            var (code, output, _) = await NodeProcess.RunAsync(work.Path, "verify", "whole", other);
            Assert.True(code == 0, output);
        }
    }

    [Fact]
    public async Task One_tasks_path_leaves_as_a_plain_t5_from_which_a_t5_starts_and_no_bart()
    {
        await Succeeds([.. WorkFolder.Train("first", T5)]);
        await Succeeds("eval", "--run", "first");
        await Succeeds("export", "--run", "first", "--task", "colour", "--out", "plain");
        string[] folder = ["--set", "training.run.initialization.folder=plain", "--set", "training.run.tokenizer-folder=plain"];

        await Succeeds([.. WorkFolder.Train("second", [.. T5, .. folder])]);
        var (code, _, error) = await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("third", folder)]);

        Assert.NotEqual(0, code);
        Assert.Contains("training.run.model.backbone", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sentence_piece_model_serves_a_t5_and_no_bart()
    {
        Directory.CreateDirectory(work.File("pieces"));
        File.Copy(SentencePieceModel(), work.File("pieces", "spiece.model"));
        string[] pieces = ["--set", "training.run.tokenizer-folder=pieces"];

        await Succeeds([.. WorkFolder.Train("t5", [.. T5, .. pieces])]);
        await Succeeds("export", "--run", "t5", "--task", "colour", "--out", "plain");
        var (code, _, error) = await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("bart", pieces)]);

        Assert.Equal(File.ReadAllBytes(SentencePieceModel()), File.ReadAllBytes(work.File("plain", "spiece.model")));
        Assert.Equal(3, code);
        Assert.Contains("training.run.model.backbone is bart", error, StringComparison.Ordinal);
    }

    private static string SentencePieceModel([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "Unit", "Model", "Tokenizers", "Fixtures", "nmt.model");

    private async Task Succeeds(params string[] arguments)
    {
        var (code, output, error) = await NodeProcess.RunAsync(work.Path, arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {output}{error}");
    }
}

using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>A run whose folder is removed while it is trained: it ends and says so, and does not make the folder anew.</summary>
public sealed class LostFolderSpecs : ClusterSpecs
{
    private const int RunFolder = 8;

    [Fact(Timeout = Limit)]
    public async Task A_training_alone_ends_with_the_folder_that_it_misses()
    {
        using var run = NodeProcess.Start(Work.Path, WorkFolder.Train("run", "--steps", "200000"));
        await run.SaysAsync("step 20: checkpoint");

        RemoveFolder();

        Assert.True(await run.EndAsync() == RunFolder, run.Output + run.Error);
        SaysWhatIsGone(run);
    }

    [Fact(Timeout = Limit)]
    public async Task No_node_of_several_begins_epochs_anew()
    {
        var ports = FreePorts(3);
        string[] settings = ["--steps", "200000", "--nodes-min", "3", .. NoticesSoon];
        using var first = Node("run", ports, 0, settings);
        using var second = Node("run", ports, 1, settings);
        using var third = Node("run", ports, 2, settings);
        await first.SaysAsync("step 20: checkpoint");

        RemoveFolder();

        foreach (var node in (NodeProcess[])[first, second, third])
        {
            Assert.True(await node.EndAsync() == RunFolder, node.Output + node.Error);
            SaysWhatIsGone(node);
        }
    }

    // At once, as for whoever looks: what is open in it can still be written to.
    private void RemoveFolder()
    {
        Directory.Move(Work.File("run"), Work.File("removed"));
        Directory.Delete(Work.File("removed"), recursive: true);
    }

    private void SaysWhatIsGone(NodeProcess node)
    {
        Assert.Contains("run: the run folder was removed or replaced while the run was trained", node.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", node.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Work.File("run", "ledger.jsonl")));
    }
}

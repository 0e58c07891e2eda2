using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>Every wrong input ends the program with the code of its kind and one paragraph that says how to mend it.</summary>
public sealed class BadInputSpecs : IDisposable
{
    private const int Usage = 2, Configuration = 3, Data = 4, Weights = 5, Checkpoint = 6, Environment = 7, RunFolder = 8;

    private readonly WorkFolder work = new();

    public void Dispose() => work.Dispose();

    [Theory]
    [InlineData(Usage, "--help", "train", "--config")]
    [InlineData(Usage, "--help", "train", "--speed", "3")]
    [InlineData(Configuration, "seed", "train", "--set", "training.run.sed=1")]
    [InlineData(Configuration, "expected a whole number", "train", "--set", "training.run.seed=many")]
    [InlineData(Configuration, "up to, not including, 1", "train", "--set", "training.run.model.dropout=1.5")]
    [InlineData(Configuration, "a divisor of width", "train", "--set", "training.run.model.width=130")]
    [InlineData(Configuration, "training.run.model.width is missing", "train", "--set", "training.run.model.width=null")]
    [InlineData(Configuration, "cannot be read", "train", "--config", "nowhere.hocon")]
    [InlineData(Data, "data build", "train", "--set", "training.run.curriculum.gym-folder=nowhere")]
    [InlineData(Data, "random", "train", "--set", "training.run.curriculum.split=nothing")]
    [InlineData(Data, "16_42", "train", "--config", "small.hocon", "--set", "training.run.curriculum.sample=16_42")]
    [InlineData(Weights, "vocab.json", "train", "--config", "small.hocon", "--set", "training.run.tokenizer-folder=nowhere")]
    [InlineData(Environment, "'nowhere.p12'", "train", "--config", "small.hocon", "--set", "akka.remote.dot-netty.tcp.enable-ssl=on",
        "--set", "akka.remote.dot-netty.tcp.ssl.certificate.path=nowhere.p12")]
    [InlineData(Weights, "config.json", "import", "nowhere")]
    [InlineData(Checkpoint, "has no whole checkpoint", "verify", "gym", "gym")]
    [InlineData(Environment, "does not exist, expected a run folder", "inspect", "nowhere")]
    public Task A_wrong_command_is_refused(int code, string said, params string[] arguments) => IsRefused(code, said, arguments);

    [Fact]
    public async Task A_split_that_names_an_unknown_task_is_refused_with_the_nearest_names()
    {
        work.Write("gym/splits/odd.json", """{ "train": ["colours"] }""");

        await IsRefused(Data, "colour", [.. WorkFolder.Train("run", "--set", "training.run.curriculum.split=odd")]);
        Assert.False(Directory.Exists(work.File("run")));
    }

    [Theory]
    [InlineData("sky\tblue\n\nsea\tblue\n", ":2:")]
    [InlineData("sky\tblue\nsea blue\n", ":2:")]
    [InlineData("sky\t\n", ":1:")]
    [InlineData("", "no row")]
    public async Task A_malformed_task_file_is_refused_with_file_and_line_and_leaves_no_run_behind(string rows, string said)
    {
        work.Write("gym/colour/colour_full_13_train.tsv", rows);

        await IsRefused(Data, said, [.. WorkFolder.Train("run")]);
        await IsRefused(Data, "colour_full_13_train.tsv", [.. WorkFolder.Train("run")]);
    }

    [Fact]
    public async Task A_tokenizer_file_that_is_none_is_refused_with_its_name()
    {
        work.Write("tokens/vocab.json", "[1, 2]");
        work.Write("tokens/merges.txt", "#version: 0.2\n");

        await IsRefused(Weights, "vocab.json", [.. WorkFolder.Train("run", "--set", "training.run.tokenizer-folder=tokens")]);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_with_the_setting_that_changes_it()
    {
        using TcpListener holder = new(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;

        await IsRefused(Environment, $"http-port {port}",
            [.. WorkFolder.Train("run", "--set", $"training.node.http-port={port}")]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's");

        await IsRefused(Environment, "cannot be written", [.. WorkFolder.Train("/proc/run")]);
    }

    [Fact]
    public async Task A_run_folder_with_something_in_it_is_refused_and_left_as_it_was()
    {
        work.Write("run/notes.txt", "mine");

        await IsRefused(RunFolder, "is not empty", [.. WorkFolder.Train("run")]);
        await IsRefused(RunFolder, "no run.hocon", [.. WorkFolder.Train("run", "--resume")]);
        Assert.Equal([work.File("run", "notes.txt")], Directory.GetFileSystemEntries(work.File("run")));
    }

    [Fact]
    public async Task A_full_disk_ends_the_run_with_the_file_and_leaves_earlier_checkpoints_whole()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file size limits are set with bash's ulimit");
        Assert.Equal(0, (await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("whole")])).Code);

        // No file may grow beyond 24 KiB: the vocabulary's part does.
        using var node = NodeProcess.StartUnder(
            "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 24", work.Path, [.. WorkFolder.Train("run")]);
        var code = await node.EndAsync();

        Assert.True(code is Checkpoint or Environment, $"{code}: {node.Output}\n{node.Error}");
        Assert.Contains("cannot be written", node.Error, StringComparison.Ordinal);
        Assert.Contains("--resume", node.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("run", "--resume")])).Code);
        var (same, difference, _) = await NodeProcess.RunAsync(work.Path, "verify", "whole", "run");
        Assert.True(same == 0, difference);
    }

    [Fact]
    public async Task A_disk_that_is_full_for_the_ledger_ends_the_run_with_that_and_nothing_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file size limits are set with bash's ulimit");

        // No checkpoint is written before the ledger has grown beyond 24 KiB.
        using var node = NodeProcess.StartUnder("trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 24", work.Path,
            [.. WorkFolder.Train("run", "--steps", "400", "--set", "training.run.checkpoint-every=0")]);
        var code = await node.EndAsync();

        Assert.True(code == Environment, $"{code}: {node.Output}\n{node.Error}");
        // The actors' log may have met the limit before: the run goes on without it, and says so.
        var failure = node.Error.Split('\n')
            .Where(line => !line.StartsWith("what the actors of this node do is not logged", StringComparison.Ordinal));
        AssertOneParagraph(string.Join('\n', failure), Path.Combine("run", "ledger.jsonl") + ": cannot be written");
    }

    [Fact]
    public async Task Weights_and_routes_that_cannot_be_written_are_refused_with_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc and file size limits are Linux's");
        Assert.Equal(0, (await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("run")])).Code);
        Assert.Equal(0, (await NodeProcess.RunAsync(work.Path, "export", "--run", "run", "--task", "colour", "--out", "bart")).Code);

        await IsRefused(Environment, "/proc/x.safetensors: cannot be written", "import", "bart", "--out", "/proc/x.safetensors");
        await IsRefused(Environment, "nowhere/x.safetensors: cannot be written", "import", "bart", "--out", "nowhere/x.safetensors");
        await IsRefused(Environment, "cannot be written", "export", "--run", "run", "--task-vectors", "/proc/x");
        using var node = NodeProcess.StartUnder("trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 8", work.Path,
            "import", "bart", "--out", "full.safetensors");
        Assert.Equal(Environment, await node.EndAsync());
        AssertOneParagraph(node.Error, "full.safetensors: cannot be written");
        Assert.Empty(Directory.GetFiles(work.Path, "full.*"));
    }

    [Fact]
    public async Task A_run_whose_checkpoints_are_all_damaged_does_not_start_over()
    {
        Assert.Equal(0, (await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("run")])).Code);
        foreach (var manifest in Directory.GetFiles(work.File("run", "checkpoints"), "manifest.json", SearchOption.AllDirectories))
            File.AppendAllText(manifest, " ");

        var (code, output, error) = await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("run", "--resume")]);

        Assert.True(code == Checkpoint, $"{code}: {output}\n{error}");
        AssertOneParagraph(error.Trim().Split('\n')[^1], "all of its 3 checkpoints are damaged");
        Directory.Delete(work.File("run", "checkpoints"), recursive: true);
        Assert.Equal(0, (await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("run", "--resume")])).Code);
    }

    [Fact]
    public async Task A_gym_with_other_rows_is_refused_with_the_task_when_a_run_goes_on_or_is_scored()
    {
        Assert.Equal(0, (await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("run")])).Code);
        File.AppendAllText(work.File("gym", "shape", "shape_full_13_dev.tsv"), "egg\tround\n");

        await IsRefused(Data, "with other rows: shape.", [.. WorkFolder.Train("run", "--resume")]);
        await IsRefused(Data, "with other rows: shape.", "eval", "--run", "run");
    }

    [Fact]
    public async Task Without_libtorch_training_is_refused_with_how_to_get_it()
    {
        var binaries = Directory.CreateDirectory(work.File("binaries")).FullName;
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            if (!file.EndsWith(".so", StringComparison.Ordinal)) File.Copy(file, Path.Combine(binaries, Path.GetFileName(file)));
        }

        using var node = NodeProcess.StartFrom(binaries, work.Path, [.. WorkFolder.Train("run")]);

        Assert.Equal(Environment, await node.EndAsync());
        AssertOneParagraph(node.Error, "libtorch cannot be loaded");
        Assert.False(Directory.Exists(work.File("run")));
    }

    private async Task IsRefused(int code, string said, params string[] arguments)
    {
        var (found, output, error) = await NodeProcess.RunAsync(work.Path, arguments);

        Assert.True(found == code, $"exit code {found}, expected {code}\n{output}\n{error}");
        AssertOneParagraph(error, said);
    }

    private static void AssertOneParagraph(string error, string said)
    {
        var paragraph = Assert.Single(error.Trim().Split('\n'));
        Assert.StartsWith("error: ", paragraph, StringComparison.Ordinal);
        Assert.Contains(said, paragraph, StringComparison.Ordinal);
    }
}

using Moe.Actors.Ports;
using Moe.Cluster.Checkpoints;
using Moe.Model.Failures;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Checkpoints;

public sealed class CheckpointStoreSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> refused = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_back_what_was_written()
    {
        var store = Store();
        Save(store, 100, 3);

        var manifest = store.Latest(refused.Add)!;
        using var part = store.Open(manifest, "encoder.0.1");
        using var scope = torch.NewDisposeScope();
        var weights = torch.zeros(5);
        var updates = torch.zeros(2, torch.ScalarType.Int64);
        part.CopyTo("weights", weights);
        part.CopyTo("updates", updates);

        Assert.Equal(100, manifest.Step);
        Assert.Equal("hash", manifest.RunHash);
        Assert.Equal("{\"cursor\":3}", manifest.CoordinatorState);
        Assert.Equal([3f, 4f, 5f, 6f, 7f], weights.data<float>().ToArray());
        Assert.Equal([3L, 9L], updates.data<long>().ToArray());
        Assert.Equal("3", part.Metadata["version"]);
        Assert.Equal(["updates", "weights"], part.Names.Order());
        Assert.Empty(refused);
    }

    [Fact]
    public void Keeps_the_newest_and_removes_the_rest()
    {
        var store = Store(kept: 2);
        for (var step = 100; step <= 500; step += 100) Save(store, step, step);

        Assert.Equal([500L, 400L], CheckpointFolder.Steps(folder.Path).Select(found => found.Step));
        Assert.Equal(400, store.Latest(refused.Add, atMost: 499)!.Step);
    }

    [Fact]
    public void Takes_the_one_before_for_every_byte_that_is_damaged()
    {
        var store = Store();
        Save(store, 100, 1);
        Save(store, 200, 2);
        foreach (var file in Directory.GetFiles(folder.File("step-00000200")).Order(StringComparer.Ordinal))
        {
            var whole = File.ReadAllBytes(file);
            for (var at = 0; at < whole.Length; at++)
            {
                var damaged = whole.ToArray();
                damaged[at] ^= 4;
                File.WriteAllBytes(file, damaged);
                refused.Clear();

                Assert.True(store.Latest(refused.Add)!.Step == 100, $"{file} damaged at {at} was taken");
                Assert.Contains(file, Assert.Single(refused), StringComparison.Ordinal);
            }
            File.WriteAllBytes(file, whole);
        }
        Assert.Equal(200, store.Latest(refused.Add)!.Step);
    }

    [Fact]
    public void Takes_the_one_before_when_a_part_is_cut_or_gone()
    {
        var store = Store();
        Save(store, 100, 1);
        Save(store, 200, 2);
        var part = folder.File("step-00000200", "vocabulary.safetensors");

        using (var stream = File.OpenWrite(part)) stream.SetLength(stream.Length - 1);
        Assert.Equal(100, store.Latest(refused.Add)!.Step);
        Assert.Contains("vocabulary.safetensors is damaged: it has", refused[^1], StringComparison.Ordinal);

        File.Delete(part);
        Assert.Equal(100, store.Latest(refused.Add)!.Step);
        Assert.Contains("vocabulary.safetensors is missing", refused[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_a_killed_process_left_is_taken_for_a_checkpoint()
    {
        var store = Store();
        Save(store, 100, 1);
        Save(store, 200, 2);
        var finished = folder.File("step-00000200");
        var files = Directory.GetFiles(finished)
            .OrderBy(file => Path.GetFileName(file) == CheckpointFolder.ManifestName).ThenBy(file => file, StringComparer.Ordinal)
            .Select(file => (Name: Path.GetFileName(file), Bytes: File.ReadAllBytes(file))).ToList();

        // A process writes the files in this order; it can die at any byte of any of them.
        for (var current = 0; current < files.Count; current++)
        {
            var isManifest = files[current].Name == CheckpointFolder.ManifestName;
            var length = files[current].Bytes.Length;
            foreach (var written in new[] { 0, 1, length / 2, length - 1, length })
            {
                Directory.Delete(finished, recursive: true);
                Directory.CreateDirectory(finished);
                foreach (var (name, bytes) in files.Take(current)) File.WriteAllBytes(Path.Combine(finished, name), bytes);
                // The manifest grows under another name and is renamed when it is whole.
                var partial = isManifest ? files[current].Name + ".tmp" : files[current].Name;
                File.WriteAllBytes(Path.Combine(finished, partial), files[current].Bytes[..written]);

                Assert.Equal(100, Store().Latest(refused.Add)!.Step);
            }
        }
        Assert.Empty(refused);

        Save(store, 200, 2);
        Assert.Equal(200, store.Latest(refused.Add)!.Step);
        Assert.DoesNotContain(Directory.GetFiles(finished), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_later_checkpoint_does_not_push_out_the_ones_of_the_new_history()
    {
        var store = Store(kept: 1);
        Save(store, 300, 3);
        File.WriteAllText(folder.File("step-00000300", "manifest.json"), "{}");
        Save(store, 100, 1);
        Save(store, 200, 2);

        Assert.Equal(200, store.Latest(refused.Add)!.Step);
        Assert.Empty(refused);
    }

    [Fact]
    public void A_coordinator_that_was_taken_over_neither_makes_a_checkpoint_whole_nor_removes_any()
    {
        var store = Store(kept: 1);
        Save(store, 200, 2);

        Save(store, 100, 1, isFenced: () => true);
        Assert.Equal([200L], Finished());

        // Taken over between the rename and the removal.
        var asked = 0;
        Save(store, 300, 3, isFenced: () => asked++ > 0);
        Assert.Equal([300L, 200L], Finished());
    }

    [Fact]
    public void A_part_that_is_damaged_after_its_checkpoint_was_found_whole_is_not_opened()
    {
        var store = Store();
        Save(store, 100, 1);
        var manifest = store.Latest(refused.Add)!;
        var part = folder.File("step-00000100", "encoder.0.1.safetensors");
        var bytes = File.ReadAllBytes(part);
        bytes[^1] ^= 4;
        File.WriteAllBytes(part, bytes);

        var refusal = Assert.Throws<CheckpointException>(() => store.Open(manifest, "encoder.0.1"));
        Assert.StartsWith($"{part} is damaged: its SHA-256 is", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--resume", refusal.Message, StringComparison.Ordinal);

        File.Delete(part);
        Assert.StartsWith($"{part} is missing",
            Assert.Throws<CheckpointException>(() => store.Open(manifest, "encoder.0.1")).Message, StringComparison.Ordinal);
        Assert.Contains("is no part of the manifest",
            Assert.Throws<CheckpointException>(() => store.Open(manifest, "encoder.9.9")).Message, StringComparison.Ordinal);
        store.Open(manifest, "encoder.0.0").Dispose();
    }

    [Fact]
    public void Keeps_what_the_run_read_of_its_gym_with_each_checkpoint()
    {
        Dictionary<string, string> gym = new() { ["shape"] = "2b", ["colour"] = "1a" };
        Save(new CheckpointStore(folder.Path, 3, gym), 100, 1);

        Assert.Equal(gym, Store().Latest(refused.Add)!.Gym);
        File.WriteAllText(folder.File("step-00000100", "manifest.json"),
            File.ReadAllText(folder.File("step-00000100", "manifest.json")).Replace("2b", "2c", StringComparison.Ordinal));
        Assert.Null(Store().Latest(refused.Add));
        Assert.Single(refused);
    }

    [Fact]
    public void A_run_does_not_start_over_silently_when_every_checkpoint_is_damaged()
    {
        Save(Store(), 100, 1);
        Save(Store(), 200, 2);
        foreach (var step in new[] { "step-00000100", "step-00000200" })
            File.AppendAllText(folder.File(step, "encoder.0.0.safetensors"), "x");

        var refusal = Assert.Throws<CheckpointException>(() => CheckpointReader.ToGoOnFrom(folder.Path, refused.Add));

        Assert.Contains("all of its 2 checkpoints are damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("another folder with --run", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, refused.Count);
    }

    [Fact]
    public void A_run_starts_at_its_first_step_when_no_checkpoint_was_ever_finished()
    {
        Directory.CreateDirectory(folder.File("step-00000100"));

        Assert.Null(CheckpointReader.ToGoOnFrom(folder.Path, refused.Add));
        Assert.Null(CheckpointReader.ToGoOnFrom(folder.File("missing"), refused.Add));
        Save(Store(), 200, 2);
        Assert.Equal(200, CheckpointReader.ToGoOnFrom(folder.Path, refused.Add)!.Step);
        Assert.Empty(refused);
    }

    [Fact]
    public void There_is_none_in_a_folder_without_checkpoints()
    {
        Assert.Null(new CheckpointStore(folder.File("missing"), 3).Latest(refused.Add));
        Assert.Null(Store().Latest(refused.Add));
    }

    [Fact]
    public void Refuses_a_tensor_of_another_name_or_shape_with_its_name()
    {
        var store = Store();
        Save(store, 100, 1);
        using var part = store.Open(store.Latest(refused.Add)!, "encoder.0.1");
        using var target = torch.zeros(6);

        Assert.Contains("'weights' has shape [5], expected [6]",
            Assert.Throws<CheckpointException>(() => part.CopyTo("weights", target)).Message, StringComparison.Ordinal);
        Assert.Contains("no tensor 'moment'",
            Assert.Throws<CheckpointException>(() => part.CopyTo("moment", target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_cannot_be_written_is_told_with_the_file_and_the_mend()
    {
        // A file stands where the folder of the step must be.
        File.WriteAllText(folder.File("step-00000100"), "");

        var failure = Assert.Throws<CheckpointException>(() => Save(Store(), 100, 1));

        Assert.Contains("step-00000100: the checkpoint cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--resume", failure.Message, StringComparison.Ordinal);
    }

    internal static void Save(
        CheckpointStore store, long step, long seed, string state = "{\"cursor\":3}", Func<bool>? isFenced = null)
    {
        using var scope = torch.NewDisposeScope();
        store.Begin(step);
        List<PartRecord> parts = [];
        foreach (var part in new[] { "vocabulary", "encoder.0.0", "encoder.0.1" })
        {
            parts.Add(store.Write(step, part, new Dictionary<string, string> { ["version"] = "3" },
            [
                new PartTensor("weights", torch.arange(5, torch.ScalarType.Float32) + seed),
                new PartTensor("updates", torch.tensor(new[] { seed, 9L })),
            ]));
        }
        store.Commit(new CheckpointManifest(step, "hash", parts, state), isFenced ?? (() => false));
    }

    private IEnumerable<long> Finished() => CheckpointFolder.Steps(folder.Path)
        .Where(found => CheckpointReader.IsFinished(found.Folder)).Select(found => found.Step);

    private CheckpointStore Store(int kept = 3) => new(folder.Path, kept);
}

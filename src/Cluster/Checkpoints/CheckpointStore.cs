using Moe.Actors.Ports;
using Moe.Model.Failures;
using Moe.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Cluster.Checkpoints;

/// <summary>
/// Durable checkpoints in a folder. Parts are written and synced first; the manifest is written under another name,
/// synced and renamed last. A process killed at any moment therefore leaves either the checkpoint or a folder without
/// manifest, which no reader looks at and the next attempt removes. Each manifest says which gym the run reads
/// (<see cref="Moe.Curriculum.Batches.GymContent"/>).
/// </summary>
internal sealed class CheckpointStore(
    string folder, int kept, IReadOnlyDictionary<string, string>? gym = null, IFaultPoints? faults = null) : ICheckpointStore
{
    private const string TemporaryExtension = ".tmp";

    /// <inheritdoc/>
    public void Begin(long step)
    {
        var path = Of(step);
        DiskFailures.Told(path, () =>
        {
            Remove(path);
            Directory.CreateDirectory(path);
        });
    }

    /// <inheritdoc/>
    public PartRecord Write(
        long step, string part, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<PartTensor> tensors)
    {
        var file = CheckpointFolder.OfPart(part);
        var path = Path.Combine(Of(step), file);
        return DiskFailures.Told(path, () =>
        {
            var valueOf = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Value);
            using var stream = File.Create(path);
            SafeTensorsWriter writer = new(stream, [.. tensors.Select(LayoutOf)], metadata);
            foreach (var layout in writer.Layouts) writer.Write(layout.Name, valueOf[layout.Name].bytes);
            var written = writer.Finish();
            stream.Flush(flushToDisk: true);
            return new PartRecord(file, written.ByteCount, written.Sha256);
        });
    }

    /// <inheritdoc/>
    public void Commit(CheckpointManifest manifest)
    {
        var path = Path.Combine(Of(manifest.Step), CheckpointFolder.ManifestName);
        DiskFailures.Told(path, () =>
        {
            using (var stream = File.Create(path + TemporaryExtension))
            {
                stream.Write(ManifestFile.Write(gym is null ? manifest : manifest with { Gym = gym }));
                stream.Flush(flushToDisk: true);
            }
            DirectorySync.Flush(Of(manifest.Step));
            faults?.Pass(FaultPoint.ManifestWritten);
            File.Move(path + TemporaryExtension, path, overwrite: true);
            DirectorySync.Flush(Of(manifest.Step));
            DirectorySync.Flush(folder);
            faults?.Pass(FaultPoint.ManifestRenamed);
            RemoveOthers(manifest.Step);
        });
    }

    /// <inheritdoc/>
    public CheckpointManifest? Latest(Action<string> refused, long? atMost = null) =>
        CheckpointReader.Latest(folder, refused, atMost)?.Manifest;

    /// <inheritdoc/>
    public CheckpointManifest At(long step)
    {
        var path = Path.Combine(Of(step), CheckpointFolder.ManifestName);
        try
        {
            return ManifestFile.Read(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public ICheckpointPart Open(CheckpointManifest manifest, string part)
    {
        var path = Path.Combine(Of(manifest.Step), CheckpointFolder.OfPart(part));
        try
        {
            return new CheckpointPart(path, SafeTensorsFile.Open(path));
        }
        catch (WeightsException failure)
        {
            throw new CheckpointException(failure.Message, failure);
        }
    }

    private static TensorLayout LayoutOf(PartTensor tensor) => new(
        tensor.Name,
        tensor.Value.dtype switch
        {
            ScalarType.Float32 => TensorDataType.Float32,
            ScalarType.Int64 => TensorDataType.Int64,
            var other => throw new ArgumentException($"Tensor '{tensor.Name}' is {other}, expected Float32 or Int64."),
        },
        tensor.Value.shape);

    private string Of(long step) => Path.Combine(folder, CheckpointFolder.OfStep(step));

    // Later steps than the one just committed belong to a history that was given up: they were damaged.
    private void RemoveOthers(long committed)
    {
        var all = CheckpointFolder.Steps(folder).ToList();
        var whole = all.Where(found => found.Step <= committed
            && File.Exists(Path.Combine(found.Folder, CheckpointFolder.ManifestName)));
        foreach (var (_, old) in all.Where(found => found.Step > committed).Concat(whole.Skip(kept)).ToList()) Remove(old);
    }

    // The manifest goes first: a removal that is cut short leaves no checkpoint that looks whole.
    private static void Remove(string path)
    {
        if (!Directory.Exists(path)) return;
        File.Delete(Path.Combine(path, CheckpointFolder.ManifestName));
        DirectorySync.Flush(path);
        Directory.Delete(path, recursive: true);
    }
}

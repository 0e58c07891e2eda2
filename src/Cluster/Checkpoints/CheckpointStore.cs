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
    public void Commit(CheckpointManifest manifest, Func<bool> isFenced)
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
            // This process may have stood still for long: what counts is who is in office at the moment of the rename.
            if (isFenced()) return;
            File.Move(path + TemporaryExtension, path, overwrite: true);
            DirectorySync.Flush(Of(manifest.Step));
            DirectorySync.Flush(folder);
            faults?.Pass(FaultPoint.ManifestRenamed);
            if (!isFenced()) RemoveOthers(manifest.Step);
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
        var (place, file) = (Of(manifest.Step), CheckpointFolder.OfPart(part));
        var path = Path.Combine(place, file);
        try
        {
            var record = manifest.Parts.FirstOrDefault(known => known.File == file)
                ?? throw new CheckpointException($"{path} is no part of the manifest beside it.");
            CheckpointReader.Check(place, record);
            return new CheckpointPart(path, SafeTensorsFile.Open(path));
        }
        catch (Exception failure) when (failure is CheckpointException or WeightsException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                $"{failure.Message} The checkpoint of step {manifest.Step} was whole when it was found. Put back an undamaged copy, or " +
                "go on with --resume, which passes over a damaged checkpoint and takes the one before.", failure);
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

    // A later step belongs to a history that was given up: it was damaged, or could not be read, when the run went on from before it.
    private void RemoveOthers(long committed)
    {
        var finished = CheckpointFolder.Steps(folder).Where(found => CheckpointReader.IsFinished(found.Folder)).ToList();
        var givenUp = finished.Where(found => found.Step > committed);
        var oldest = finished.Where(found => found.Step <= committed).Skip(kept);
        foreach (var (_, path) in givenUp.Concat(oldest).ToList()) Remove(path);
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

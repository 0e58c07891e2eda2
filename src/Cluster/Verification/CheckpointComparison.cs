using System.Globalization;
using Moe.Actors.Ports;
using Moe.Cluster.Checkpoints;
using Moe.Model.Failures;
using Moe.Model.Weights;

namespace Moe.Cluster.Verification;

/// <summary>What two checkpoints were found to have in common, or the first difference between them.</summary>
/// <param name="Difference">Null when every bit is the same.</param>
/// <param name="Parts">Parts compared.</param>
/// <param name="Tensors">Tensors compared.</param>
/// <param name="Bytes">Bytes of tensors compared.</param>
internal sealed record CheckpointComparisonResult(string? Difference, int Parts, int Tensors, long Bytes);

/// <summary>
/// Compares the newest whole checkpoints of two runs bit by bit: steps, parts, names, types, shapes and bytes of every
/// tensor. The coordinator's own text and the run hashes may differ, for two run files can lead to the same weights.
/// </summary>
internal sealed class CheckpointComparison
{
    private int parts;
    private int tensors;
    private long bytes;

    /// <summary>Compares two folders; each is a run folder or one checkpoint of it.</summary>
    /// <exception cref="CheckpointException">A folder has no whole checkpoint.</exception>
    public static CheckpointComparisonResult Compare(string left, string right, Action<string> refused)
    {
        CheckpointComparison comparison = new();
        var difference = comparison.FirstDifference(Open(left, refused), Open(right, refused));
        return new CheckpointComparisonResult(difference, comparison.parts, comparison.tensors, comparison.bytes);
    }

    /// <summary>The whole checkpoint a folder names: the folder itself, or the newest under its checkpoints/.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public static (CheckpointManifest Manifest, string Folder) Open(string folder, Action<string> refused)
    {
        if (File.Exists(Path.Combine(folder, CheckpointFolder.ManifestName)))
            return (CheckpointReader.Check(folder), folder);
        return CheckpointReader.Latest(Path.Combine(folder, CheckpointFolder.Name), refused)
            ?? throw new CheckpointException(
                $"{folder} has no whole checkpoint, expected a run folder with {CheckpointFolder.Name}/step-*/" +
                $"{CheckpointFolder.ManifestName} or one checkpoint's folder. Train the run, or correct the path.");
    }

    private string? FirstDifference(
        (CheckpointManifest Manifest, string Folder) left, (CheckpointManifest Manifest, string Folder) right)
    {
        if (left.Manifest.Step != right.Manifest.Step)
            return $"the steps differ: {left.Folder} is of step {left.Manifest.Step}, {right.Folder} of step {right.Manifest.Step}";
        var (leftParts, rightParts) = (Names(left.Manifest), Names(right.Manifest));
        if (OnlyInOne(leftParts, rightParts, left.Folder, right.Folder) is { } lonely) return $"the parts differ: {lonely}";
        foreach (var part in leftParts)
        {
            parts++;
            using var leftFile = SafeTensorsFile.Open(Path.Combine(left.Folder, part));
            using var rightFile = SafeTensorsFile.Open(Path.Combine(right.Folder, part));
            if (FirstDifference(part, leftFile, rightFile) is { } found) return found;
        }
        return null;
    }

    private string? FirstDifference(string part, SafeTensorsFile left, SafeTensorsFile right)
    {
        SortedSet<string> leftNames = new(left.Tensors.Select(tensor => tensor.Name), StringComparer.Ordinal);
        SortedSet<string> rightNames = new(right.Tensors.Select(tensor => tensor.Name), StringComparer.Ordinal);
        if (OnlyInOne(leftNames, rightNames, "the first", "the second") is { } lonely)
            return $"the tensors of {part} differ: {lonely}";
        foreach (var name in leftNames)
        {
            tensors++;
            if (FirstDifference(left[name], right[name]) is { } found) return $"{part}: {found}";
        }
        return null;
    }

    private string? FirstDifference(TensorRecord left, TensorRecord right)
    {
        if (!left.Layout.Equals(right.Layout)) return $"the tensors are {left.Layout} and {right.Layout}";
        bytes += left.ByteCount;
        var (leftBytes, rightBytes) = (left.ToBytes(), right.ToBytes());
        var at = leftBytes.AsSpan().CommonPrefixLength(rightBytes);
        if (at == leftBytes.Length) return null;
        var size = (int)(left.ByteCount / left.Layout.ElementCount);
        var element = at / size;
        return $"tensor {left.Layout} differs first at element {element} {Place(element, left.Shape)}: " +
            $"{Value(left.DataType, leftBytes.AsSpan(element * size, size))} against " +
            $"{Value(right.DataType, rightBytes.AsSpan(element * size, size))}";
    }

    private static SortedSet<string> Names(CheckpointManifest manifest) =>
        new(manifest.Parts.Select(part => part.File), StringComparer.Ordinal);

    private static string? OnlyInOne(SortedSet<string> left, SortedSet<string> right, string leftName, string rightName)
    {
        if (left.FirstOrDefault(name => !right.Contains(name)) is { } first) return $"'{first}' is only in {leftName}";
        return right.FirstOrDefault(name => !left.Contains(name)) is { } second ? $"'{second}' is only in {rightName}" : null;
    }

    private static string Place(long element, long[] shape)
    {
        List<long> place = [];
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            place.Insert(0, element % shape[axis]);
            element /= shape[axis];
        }
        return $"[{string.Join(", ", place)}]";
    }

    // The bits as well: two NaNs, or 0 and -0, look alike as numbers.
    private static string Value(TensorDataType type, ReadOnlySpan<byte> element) => type switch
    {
        TensorDataType.Float32 => string.Create(
            CultureInfo.InvariantCulture, $"{BitConverter.ToSingle(element):R} (bits {Hex(element)})"),
        TensorDataType.Int64 => BitConverter.ToInt64(element).ToString(CultureInfo.InvariantCulture),
        _ => $"bits {Hex(element)}",
    };

    private static string Hex(ReadOnlySpan<byte> littleEndian)
    {
        Span<byte> reversed = stackalloc byte[littleEndian.Length];
        littleEndian.CopyTo(reversed);
        reversed.Reverse();
        return Convert.ToHexStringLower(reversed);
    }
}

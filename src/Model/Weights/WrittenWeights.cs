namespace Moe.Model.Weights;

/// <summary>What was written, for a manifest.</summary>
/// <param name="ByteCount">Size of the file.</param>
/// <param name="Sha256">Hash of the file, 64 lower-case hexadecimal digits.</param>
public sealed record WrittenWeights(long ByteCount, string Sha256);

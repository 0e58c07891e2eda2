using Moe.Model.Layers;

namespace Moe.Model.Training;

/// <summary>Token ids of a micro-batch, row by row, with their padding: sources [B, T], labels and decoder inputs [B, U].</summary>
public sealed record PlainBatch(
    int Rows, ReadOnlyMemory<long> Source, PaddingMask SourcePadding, ReadOnlyMemory<long> Labels, PaddingMask LabelPadding,
    ReadOnlyMemory<long> DecoderInput);

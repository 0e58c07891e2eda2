using Moe.Model.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Cluster.DataPlane.Blocks;

/// <summary>
/// A tensor's own storage as a block: chunks are sent out of it and received into it. The tensor is contiguous, on the
/// processor and shorter than 2 GiB; what lives on a GPU is copied to host memory first, by whoever publishes it.
/// </summary>
internal sealed class TensorBlock : Block
{
    private readonly Tensor tensor;

    private TensorBlock(Tensor tensor) => (this.tensor, Length) = (tensor, tensor.NumberOfElements * tensor.ElementSize);

    /// <inheritdoc/>
    public override long Length { get; }

    /// <summary>Takes over a tensor.</summary>
    /// <exception cref="ArgumentException">It is not contiguous, not on the processor, or too long.</exception>
    public static TensorBlock Own(Tensor tensor)
    {
        if (!tensor.is_contiguous() || tensor.device_type != DeviceType.CPU || tensor.NumberOfElements * tensor.ElementSize > int.MaxValue)
        {
            throw new ArgumentException(
                $"A tensor of shape [{string.Join(", ", tensor.shape)}] on {tensor.device} cannot be sent as it lies: expected are " +
                "contiguous tensors on the processor of less than 2 GiB. Call cpu().contiguous() first.", nameof(tensor));
        }
        return new TensorBlock(tensor.DetachFromDisposeScope());
    }

    /// <summary>A new tensor to receive into.</summary>
    /// <exception cref="ArgumentException">It would be too long.</exception>
    public static TensorBlock For(BlockDescription description) =>
        Own(torch.empty([.. description.Shape], dtype: ScalarTypeOf(description.Type)));

    /// <summary>What a tensor is, for its handle.</summary>
    public static BlockDescription Describe(Tensor tensor, BlockCodec codec) => new(DataTypeOf(tensor.dtype), tensor.shape, codec);

    /// <summary>Gives the tensor away; the caller owns it, and the block is not used any more.</summary>
    public Tensor Take() => tensor;

    /// <inheritdoc/>
    public override Span<byte> Bytes(long offset, int count) => tensor.bytes.Slice((int)offset, count);

    /// <inheritdoc/>
    public override void Dispose() => tensor.Dispose();

    private static TensorDataType DataTypeOf(ScalarType type) => type switch
    {
        ScalarType.Float64 => TensorDataType.Float64,
        ScalarType.Float32 => TensorDataType.Float32,
        ScalarType.Float16 => TensorDataType.Float16,
        ScalarType.BFloat16 => TensorDataType.BFloat16,
        ScalarType.Int64 => TensorDataType.Int64,
        ScalarType.Int32 => TensorDataType.Int32,
        ScalarType.Int16 => TensorDataType.Int16,
        ScalarType.Int8 => TensorDataType.Int8,
        ScalarType.Byte => TensorDataType.UInt8,
        ScalarType.Bool => TensorDataType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Tensors of this type do not travel."),
    };

    private static ScalarType ScalarTypeOf(TensorDataType type) => type switch
    {
        TensorDataType.Float64 => ScalarType.Float64,
        TensorDataType.Float32 => ScalarType.Float32,
        TensorDataType.Float16 => ScalarType.Float16,
        TensorDataType.BFloat16 => ScalarType.BFloat16,
        TensorDataType.Int64 => ScalarType.Int64,
        TensorDataType.Int32 => ScalarType.Int32,
        TensorDataType.Int16 => ScalarType.Int16,
        TensorDataType.Int8 => ScalarType.Int8,
        TensorDataType.UInt8 => ScalarType.Byte,
        TensorDataType.Bool => ScalarType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Tensors of this type do not travel."),
    };
}

using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // What a tensor is and where it lives.
    public partial class Tensor
    {
        public long Dimensions => st_ndim(this);

        public long ndim => st_ndim(this);

        public long NumberOfElements => st_numel(this);

        public long ElementSize => st_element_size(this);

        public ScalarType dtype => (ScalarType)st_dtype(this);

        public Device device => new(device_type, device_index);

        public int device_index => st_device_index(this);

        public DeviceType device_type => (DeviceType)st_device_type(this);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public long[] shape => size();

        public long dim() => st_ndim(this);

        public long numel() => st_numel(this);

        public long element_size() => st_element_size(this);

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => st_is_contiguous(this);

        public bool is_pinned()
        {
            Failure.Check(st_is_pinned(this, out var pinned));
            return pinned;
        }

        public long storage_offset() => st_storage_offset(this);

        public long size(int dim)
        {
            Failure.Check(st_size(this, dim, out var length));
            return length;
        }

        public long[] size()
        {
            var sizes = new long[st_ndim(this)];
            st_sizes(this, sizes);
            return sizes;
        }

        public long[] stride()
        {
            var strides = new long[st_ndim(this)];
            st_strides(this, strides);
            return strides;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + Dimensions : dim];

        /// <summary>Shape, type and device, such as "[2x3], type = Float32, device = cpu".</summary>
        public override string ToString() =>
            IsInvalid ? "" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
    }
}

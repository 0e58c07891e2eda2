using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial Tensor st_matmul(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_mm(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_bmm(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_mv(Tensor self, Tensor vector);

    [LibraryImport(Library)]
    internal static partial Tensor st_dot(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_outer(Tensor self, Tensor other);

    [LibraryImport(Library)]
    internal static partial Tensor st_addmm(Tensor self, Tensor first, Tensor second, float beta, float alpha);

    [LibraryImport(Library)]
    internal static partial int st_addmm_(Tensor self, Tensor first, Tensor second, float beta, float alpha);

    [LibraryImport(Library)]
    internal static partial Tensor st_addbmm(Tensor self, Tensor first, Tensor second, float beta, float alpha);

    [LibraryImport(Library)]
    internal static partial int st_addbmm_(Tensor self, Tensor first, Tensor second, float beta, float alpha);


    [LibraryImport(Library)]
    internal static partial Tensor st_addmv(Tensor self, Tensor matrix, Tensor vector, float beta, float alpha);

    [LibraryImport(Library)]
    internal static partial int st_addmv_(Tensor self, Tensor matrix, Tensor vector, float beta, float alpha);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor st_einsum(string equation, ReadOnlySpan<nint> tensors, long tensorsLength);

    [LibraryImport(Library)]
    internal static partial int st_svd(Tensor self, Flag full, out nint u, out nint s, out nint vh);

    [LibraryImport(Library)]
    internal static partial int st_eigh(Tensor self, byte triangle, out nint values, out nint vectors);

    [LibraryImport(Library)]
    internal static partial int st_qr(Tensor self, int mode, out nint q, out nint r);

    [LibraryImport(Library)]
    internal static partial Tensor st_vector_norm(
        Tensor self, double order, ReadOnlySpan<long> dims, long dimsLength, Flag keepdim);
}

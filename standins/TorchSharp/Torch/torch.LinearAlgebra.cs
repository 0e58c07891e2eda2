using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Decompositions of matrices, over the last two dimensions.</summary>
    public static class linalg
    {
        /// <summary>How much of Q and R is computed.</summary>
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        /// <summary>input = U diag(S) Vh, S descending.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true)
        {
            Failure.Check(st_svd(input, fullMatrices, out var u, out var s, out var vh));
            return (new Tensor(u), new Tensor(s), new Tensor(vh));
        }

        /// <summary>
        /// Eigenvalues, ascending, and eigenvectors, as columns, of a symmetric matrix; UPLO says which triangle is
        /// read.
        /// </summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') =>
            Tensor.Both(st_eigh(input, (byte)UPLO, out var values, out var vectors), values, vectors);

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Tensor.Both(st_qr(input, (int)mode, out var q, out var r), q, r);

        public static Tensor vector_norm(Tensor input, double ord = 2d, long[]? dims = null, bool keepdim = false) =>
            st_vector_norm(input, ord, dims, dims?.Length ?? -1, keepdim);
    }
}

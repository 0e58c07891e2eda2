using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Products of matrices and vectors.
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => st_matmul(this, target);

        public Tensor mm(Tensor target) => st_mm(this, target);

        public Tensor bmm(Tensor batch2) => st_bmm(this, batch2);

        public Tensor mv(Tensor target) => st_mv(this, target);

        public Tensor dot(Tensor target) => st_dot(this, target);

        public Tensor outer(Tensor vec2) => st_outer(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            st_addmm(this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Done(st_addmm_(this, mat1, mat2, beta, alpha));

        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            st_addbmm(this, batch1, batch2, beta, alpha);

        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Done(st_addbmm_(this, batch1, batch2, beta, alpha));


        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) =>
            st_addmv(this, mat, vec, beta, alpha);

        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) =>
            Done(st_addmv_(this, mat, vec, beta, alpha));
    }
}

using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

/// <summary>Products of matrices against three plain loops.</summary>
public class ProductSpecs : InScope
{
    private readonly Tensor a_34 = Random(1, 3, 4);
    private readonly Tensor b_45 = Random(2, 4, 5);

    [Fact]
    public void Multiplies_matrices()
    {
        var expected = Plain(a_34, b_45);
        Equal(expected, a_34.mm(b_45));
        Equal(expected, a_34.matmul(b_45));
        Equal(expected, a_34.unsqueeze(0).bmm(b_45.unsqueeze(0)));
        Equal(expected, a_34.unsqueeze(0).matmul(b_45));
    }

    [Fact]
    public void Multiplies_vectors()
    {
        Equal([32], Float(1, 2, 3).dot(Float(4, 5, 6)));
        Shaped([2, 2], [3, 4, 6, 8], Float(1, 2).outer(Float(3, 4)));
        Equal(Plain(a_34, b_45.select(1, 0).unsqueeze(1)), a_34.mv(b_45.select(1, 0)));
    }

    [Fact]
    public void Adds_a_product()
    {
        var c_35 = Random(3, 3, 5);
        double[] expected = [.. Of(c_35).Zip(Plain(a_34, b_45), (c, product) => 2 * c + 0.5 * product)];
        Equal(expected, c_35.addmm(a_34, b_45, 2, 0.5f));
        Equal(expected, c_35.addbmm(a_34.unsqueeze(0), b_45.unsqueeze(0), 2, 0.5f));
        var product = c_35.clone();
        Assert.Same(product, product.addmm_(a_34, b_45, 2, 0.5f));
        Equal(expected, product);
        Equal(expected, c_35.clone().addbmm_(a_34.unsqueeze(0), b_45.unsqueeze(0), 2, 0.5f));
        Equal([5, 9], Float(1, 1).addmv(Float(new float[,] { { 1, 1 }, { 2, 2 } }), Float(1, 3)));
        Equal([5, 9], Float(1, 1).addmv_(Float(new float[,] { { 1, 1 }, { 2, 2 } }), Float(1, 3)));
    }

    [Fact]
    public void Takes_a_matrix_apart_by_singular_values()
    {
        var (u, s, vh) = linalg.svd(a_34, fullMatrices: false);
        Equal(a_34, u.mul(s).mm(vh), 1e-4);
        Equal(eye(3), u.t().mm(u), 1e-4);
        Assert.True(s[0].item<float>() >= s[2].item<float>());
        var (_, _, square) = linalg.svd(a_34);
        Assert.Equal([4L, 4L], square.shape);
    }

    [Fact]
    public void Takes_a_symmetric_matrix_apart_by_eigenvalues()
    {
        var symmetric = a_34.t().mm(a_34);
        var (values, vectors) = linalg.eigh(symmetric);
        Equal(symmetric, vectors.mul(values).mm(vectors.t()), 1e-4);
        var (upper, _) = linalg.eigh(symmetric.triu(), 'U');
        Equal(values, upper, 1e-4);
    }

    [Fact]
    public void Takes_a_matrix_apart_by_orthogonal_rows()
    {
        var (q, r) = linalg.qr(a_34);
        Equal(a_34, q.mm(r), 1e-4);
        Equal(eye(3), q.t().mm(q), 1e-4);
        var (_, alone) = linalg.qr(a_34, linalg.QRMode.R);
        Equal(r, alone, 1e-4);
    }

    private static double[] Plain(Tensor left, Tensor right)
    {
        var (rows, depth, columns) = (left.size(0), left.size(1), right.size(1));
        var (x, y, product) = (Of(left), Of(right), new double[rows * columns]);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                for (var k = 0; k < depth; k++)
                    product[row * columns + column] += x[row * depth + k] * y[k * columns + column];
        return product;
    }
}

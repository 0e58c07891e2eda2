using System.Numerics.Tensors;
using Moe.Model.Failures;
using Moe.Model.Weights;

namespace Moe.Model.TaskEmbeddings;

/// <summary>
/// Principal components of vectors with few rows and many columns: centre, then the eigenvectors of the rows' products with each
/// other (as many as rows, however long the vectors), found by Jacobi's rotations. Mean and basis are kept, so that the vector of
/// a new task can be put into the same space. All components share one scale: numbers of the fitted rows are 1 in the root mean
/// square, the size that random task vectors have. No whitening: a component that explains little stays small.
/// </summary>
public sealed class PrincipalComponents
{
    /// <summary>The file that holds them beside the task vectors.</summary>
    public const string FileName = "task_basis.npy";

    private const int SweepsMax = 100;
    private const double Tolerance = 1e-12;

    private readonly float[] mean_P;
    private readonly float[][] basis_RP;

    private PrincipalComponents(float[] mean_P, float[][] basis_RP) => (this.mean_P, this.basis_RP) = (mean_P, basis_RP);

    /// <summary>Components kept.</summary>
    public int Width => basis_RP.Length;

    /// <summary>Length of the vectors they were fitted on.</summary>
    public int Length => mean_P.Length;

    /// <summary>Whether so many components can be fitted; to ask before the vectors are made, which may take hours.</summary>
    /// <param name="width">Components.</param>
    /// <param name="rows">Vectors they are to be fitted on.</param>
    /// <exception cref="ConfigurationException">There are not more vectors than components.</exception>
    public static void RequireWidth(int width, int rows)
    {
        if (width < 1 || width >= rows)
        {
            throw new ConfigurationException(
                $"{width} principal components of {rows} task vectors: expected 1 to {rows - 1}, one less than there are tasks. Ask for "
                + "another width, or take more tasks.");
        }
    }

    /// <summary>Fits so many components, the largest first.</summary>
    /// <exception cref="ConfigurationException">There are not more vectors than components.</exception>
    public static PrincipalComponents Fit(IReadOnlyList<float[]> vectors_NP, int width)
    {
        var rows = vectors_NP.Count;
        RequireWidth(width, rows);
        var mean = new float[vectors_NP[0].Length];
        foreach (var vector in vectors_NP) TensorPrimitives.Add(mean, vector, mean);
        TensorPrimitives.Divide(mean, rows, mean);
        var centred = vectors_NP.Select(vector => Difference(vector, mean)).ToArray();
        var products = new double[rows, rows];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j <= i; j++) products[i, j] = products[j, i] = Product(centred[i], centred[j]);
        }
        var (values, vectors) = Eigen(products);
        var order = Enumerable.Range(0, rows).OrderByDescending(i => values[i]).Take(width).ToArray();
        // The sum of the kept variances, spread over all numbers of the fitted rows, becomes 1.
        var scale = Math.Sqrt((double)rows * width / Math.Max(order.Sum(i => Math.Max(values[i], 0)), double.Epsilon));
        return new PrincipalComponents(mean, [.. order.Select(i => Direction(centred, vectors, i, values[i], scale))]);
    }

    /// <summary>A vector's components [R].</summary>
    /// <exception cref="WeightsException">It has another length than those that were fitted.</exception>
    public float[] Project(float[] vector_P)
    {
        if (vector_P.Length != Length)
        {
            throw new WeightsException(
                $"A task vector of {vector_P.Length} numbers does not fit a basis over {Length}. Project with the basis of vectors of the "
                + "same kind and model.");
        }
        var centred = Difference(vector_P, mean_P);
        return [.. basis_RP.Select(direction => (float)Product(centred, direction))];
    }

    /// <summary>Writes an array [R + 1, P]: the mean, then the scaled directions.</summary>
    public void Save(string folder)
    {
        float[] rows = [.. mean_P, .. basis_RP.SelectMany(direction => direction)];
        NpyFile.Write(Path.Combine(folder, FileName), rows, Width + 1, Length);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="WeightsException">The file is missing or is no such array.</exception>
    public static PrincipalComponents Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var file = NpyFile.Read(path);
        if (file.Shape is not [> 1, > 0])
        {
            throw new WeightsException(
                $"{path}: an array [{string.Join(", ", file.Shape)}], expected a mean and at least one direction below each other.");
        }
        var rows = file.ToSingles().Chunk(checked((int)file.Shape[1])).ToArray();
        return new PrincipalComponents(rows[0], rows[1..]);
    }

    // X^T u / sqrt(lambda); its sign is that of its largest number, so that it does not hang on the rotations' order.
    private static float[] Direction(float[][] centred, double[,] vectors, int which, double value, double scale)
    {
        var direction = new float[centred[0].Length];
        if (value <= 0) return direction;
        for (var row = 0; row < centred.Length; row++)
            TensorPrimitives.MultiplyAdd(centred[row], (float)(vectors[row, which] * scale / Math.Sqrt(value)), direction, direction);
        if (direction[TensorPrimitives.IndexOfMaxMagnitude(direction)] < 0) TensorPrimitives.Negate(direction, direction);
        return direction;
    }

    private static float[] Difference(float[] vector, float[] mean)
    {
        var difference = new float[vector.Length];
        TensorPrimitives.Subtract(vector, mean, difference);
        return difference;
    }

    private static double Product(float[] one, float[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++) sum += (double)one[i] * other[i];
        return sum;
    }

    // Cyclic Jacobi: rotates every pair of axes so that their product vanishes, until all have.
    private static (double[] Values, double[,] Vectors) Eigen(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var vectors = new double[size, size];
        for (var i = 0; i < size; i++) vectors[i, i] = 1;
        for (var sweep = 0; sweep < SweepsMax && !IsDiagonal(matrix); sweep++)
        {
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++) Rotate(matrix, vectors, p, q);
            }
        }
        return ([.. Enumerable.Range(0, size).Select(i => matrix[i, i])], vectors);
    }

    private static bool IsDiagonal(double[,] matrix)
    {
        double off = 0, on = 0;
        for (var i = 0; i < matrix.GetLength(0); i++)
        {
            on += matrix[i, i] * matrix[i, i];
            for (var j = 0; j < i; j++) off += matrix[i, j] * matrix[i, j];
        }
        return off <= Tolerance * Tolerance * on;
    }

    private static void Rotate(double[,] matrix, double[,] vectors, int p, int q)
    {
        if (matrix[p, q] == 0) return;
        var theta = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        var tangent = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var cosine = 1 / Math.Sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < matrix.GetLength(0); k++)
            (matrix[k, p], matrix[k, q]) = (cosine * matrix[k, p] - sine * matrix[k, q], sine * matrix[k, p] + cosine * matrix[k, q]);
        for (var k = 0; k < matrix.GetLength(0); k++)
        {
            (matrix[p, k], matrix[q, k]) = (cosine * matrix[p, k] - sine * matrix[q, k], sine * matrix[p, k] + cosine * matrix[q, k]);
            (vectors[k, p], vectors[k, q]) = (cosine * vectors[k, p] - sine * vectors[k, q], sine * vectors[k, p] + cosine * vectors[k, q]);
        }
    }
}

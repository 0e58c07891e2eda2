using System.Runtime.InteropServices;
using System.Text;
using Moe.Model.Failures;
using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

public sealed class NpyFileSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FilePath => folder.File("array.npy");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_arrays_that_numpy_wrote()
    {
        var singles = NpyFile.Read(Fixture.Find("float32.npy"));
        Assert.Equal([2L, 3], singles.Shape);
        Assert.Equal([0f, 0.25f, 0.5f, 0.75f, 1, 1.25f], singles.ToSingles());

        var doubles = NpyFile.Read(Fixture.Find("float64.npy"));
        Assert.Equal([1L, 2, 3], doubles.Shape);
        Assert.Equal(5 / 3.0, BitConverter.ToDouble(doubles.ToBytes(), 5 * sizeof(double)));

        Assert.Equal([-1L, 1L << 40], NpyFile.Read(Fixture.Find("int64.npy")).ToIntegers());
        Assert.Empty(NpyFile.Read(Fixture.Find("scalar.npy")).Shape);
        Assert.Equal([2.5f], NpyFile.Read(Fixture.Find("scalar.npy")).ToSingles());
    }

    [Theory]
    [InlineData("float32.npy")]
    [InlineData("float64.npy")]
    [InlineData("int64.npy")]
    [InlineData("scalar.npy")]
    public void Writes_the_very_bytes_that_numpy_writes(string name)
    {
        var array = NpyFile.Read(Fixture.Find(name));
        switch (array.DataType)
        {
            case TensorDataType.Float32: NpyFile.Write(FilePath, array.ToSingles(), array.Shape); break;
            case TensorDataType.Int64: NpyFile.Write(FilePath, array.ToIntegers(), array.Shape); break;
            default:
                NpyFile.Write(FilePath, MemoryMarshal.Cast<byte, double>(array.ToBytes()), array.Shape);
                break;
        }
        Assert.Equal(File.ReadAllBytes(Fixture.Find(name)), File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Reads_back_what_it_wrote_for_any_shape()
    {
        var random = new Random(91);
        for (var round = 0; round < 50; round++)
        {
            long[] shape = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.NextInt64(0, 5))];
            var numbers = new float[shape.Aggregate(1L, (product, axis) => product * axis)];
            for (var index = 0; index < numbers.Length; index++)
                numbers[index] = random.NextSingle();

            NpyFile.Write(FilePath, numbers, shape);
            var read = NpyFile.Read(FilePath);

            Assert.Equal(shape, read.Shape);
            Assert.Equal(numbers, read.ToSingles());
            Assert.Equal("array.npy", read.Name);
        }
    }

    [Theory]
    [InlineData("fortran.npy", "Fortran order")]
    [InlineData("big-endian.npy", "'>f4'")]
    [InlineData("text.npy", "'<U1'")]
    [InlineData("linear.bin", "not a .npy file")]
    public void Refuses_other_arrays_and_says_why(string name, string reason) =>
        AssertRefused(Fixture.Find(name), reason);

    [Theory]
    [InlineData("{'descr':'<f4','fortran_order':False,'shape':(1,)}", null)]
    [InlineData("  { \"shape\" : ( 1 , ) , \"descr\" : \"<f4\" , \"fortran_order\" : True }  ", null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "expected 8")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }", "is missing")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', }", "'descr' is unknown or repeated")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, }", "True or False")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "records")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "whole number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "whole number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "too large")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 1, }", "expected '('")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,) 'x'", "expected ','")]
    [InlineData("{'descr': '<f4", "does not end")]
    [InlineData("{descr", "quoted")]
    [InlineData("__import__('os').system('ls')", "expected '{'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + x", "something follows")]
    public void Reads_only_the_header_it_knows(string header, string? reason)
    {
        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0];
        File.WriteAllBytes(FilePath, [.. start, .. Encoding.ASCII.GetBytes(header), 0, 0, 0, 0]);

        if (reason is null)
            Assert.Equal([0f], NpyFile.Read(FilePath).ToSingles());
        else
            AssertRefused(FilePath, reason);
    }

    [Fact]
    public void Reads_version_2_and_refuses_versions_it_does_not_know()
    {
        var literal = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}\n"u8.ToArray();
        byte[] file = [0x93, .. "NUMPY"u8, 2, 0, (byte)literal.Length, 0, 0, 0, .. literal, 0, 0, 0x80, 0x3F];
        File.WriteAllBytes(FilePath, file);
        Assert.Equal([1f], NpyFile.Read(FilePath).ToSingles());

        file[6] = 4;
        File.WriteAllBytes(FilePath, file);
        AssertRefused(FilePath, "version 4");
    }

    [Fact]
    public void Refuses_a_file_cut_at_any_byte_and_damaged_headers_only_with_a_reason()
    {
        var good = File.ReadAllBytes(Fixture.Find("float32.npy"));

        Damage.CutEverywhere(good, FilePath, () => NpyFile.Read(FilePath));
        Damage.FlipEverywhere(good, good.Length, seed: 93, FilePath, () => NpyFile.Read(FilePath));
    }

    [Fact]
    public void Refuses_to_write_numbers_that_do_not_fill_the_shape() =>
        Assert.Throws<ArgumentException>(() => NpyFile.Write(FilePath, new float[5], 2, 3));

    [Fact]
    public void Says_so_when_the_file_cannot_be_written() =>
        Assert.Throws<EnvironmentException>(() => NpyFile.Write(folder.File("missing/a.npy"), new float[1], 1));

    private static void AssertRefused(string path, string reason)
    {
        var failure = Assert.Throws<WeightsException>(() => NpyFile.Read(path));
        Assert.StartsWith(path, failure.Message);
        Assert.Contains(reason, failure.Message);
    }
}

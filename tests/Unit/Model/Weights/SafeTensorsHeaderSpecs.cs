using System.Text;
using Moe.Model.Failures;
using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

/// <summary>Headers written by hand: each is wrong in one way, and the message says which.</summary>
public sealed class SafeTensorsHeaderSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "Array, expected an object")]
    [InlineData("{\"a\":", "not valid JSON")]
    [InlineData("{} x", "not valid JSON")]
    [InlineData("{\"\\ud800\":{}}", "not valid JSON")]
    [InlineData("{\"a\":1}", "'a' is a JSON Number")]
    [InlineData("{\"a\":{}}", "lacks dtype")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8]}}", "lacks dtype, shape or a pair of data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0]}}", "a pair of data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8,9]}}", "a pair of data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F8\",\"shape\":[8],\"data_offsets\":[0,8]}}", "type 'F8', expected one of F64")]
    [InlineData("{\"a\":{\"dtype\":8,\"shape\":[8],\"data_offsets\":[0,8]}}", "'dtype'")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":8,\"data_offsets\":[0,8]}}", "expected an array")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[-8],\"data_offsets\":[0,8]}}", "holds -8")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8.5],\"data_offsets\":[0,8]}}", "holds 8.5")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[\"8\"],\"data_offsets\":[0,8]}}", "holds \"8\"")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[9],\"data_offsets\":[0,8]}}", "U8[9], does not have the size")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[0,8]}}", "does not have the size")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[8,0]}}", "does not have the size")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}", "its place")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775808],\"data_offsets\":[0,8]}}", "holds 922337203")]
    [InlineData("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[9223372036854775807,8]}}", "of its place")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8],\"extra\":1}}", "'extra'")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}", "repeated")]
    [InlineData("{\"__metadata__\":{\"k\":1}}", "metadata 'k' is a JSON Number")]
    [InlineData("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", "metadata has 'k' twice")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "'__metadata__' twice")]
    public void Refuses_a_malformed_header(string header, string reason) => AssertRefused(header, reason);

    [Theory]
    [InlineData(0, 4, 4, 8, null)]
    [InlineData(4, 8, 0, 4, null)]
    [InlineData(0, 4, 2, 6, "overlaps")]
    [InlineData(0, 4, 0, 4, "overlaps")]
    [InlineData(0, 4, 5, 9, "gap")]
    [InlineData(2, 4, 4, 8, "gap")]
    [InlineData(0, 4, 4, 7, "appended")]
    [InlineData(0, 4, 4, 12, "cut")]
    public void Wants_every_byte_of_the_data_in_one_tensor(
        int begin, int end, int nextBegin, int nextEnd, string? reason)
    {
        var header = $$$"""
            {"a":{"dtype":"U8","shape":[{{{end - begin}}}],"data_offsets":[{{{begin}}},{{{end}}}]},
             "b":{"dtype":"I8","shape":[{{{nextEnd - nextBegin}}}],"data_offsets":[{{{nextBegin}}},{{{nextEnd}}}]}}
            """;
        if (reason is not null)
        {
            AssertRefused(header, reason);
            return;
        }
        using var file = SafeTensorsFile.Open(Write(header));
        Assert.Equal([(byte)begin, (byte)(begin + 1), (byte)(begin + 2), (byte)(begin + 3)], file["a"].ToBytes());
    }

    [Fact]
    public void Refuses_one_name_twice()
    {
        const string Tensor = "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":";
        AssertRefused($"{{{Tensor}[0,4]}},{Tensor}[4,8]}}}}", "'a' twice");
    }

    [Theory]
    [InlineData(0x7FFF_FFFF_FFFF_FFFF)]
    [InlineData(-1)]
    [InlineData(100_000_001)]
    [InlineData(17)]
    public void Refuses_a_header_length_beyond_the_file_or_beyond_reason(long length)
    {
        var path = folder.File("bad.safetensors");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes(length), .. "{}              "u8]);

        var failure = Assert.Throws<WeightsException>(() => SafeTensorsFile.Open(path));
        Assert.StartsWith(path, failure.Message);
        Assert.Contains($"{(ulong)length} bytes", failure.Message);
    }

    private void AssertRefused(string header, string reason)
    {
        var path = Write(header);
        var failure = Assert.Throws<WeightsException>(() => SafeTensorsFile.Open(path));
        Assert.StartsWith(path, failure.Message);
        Assert.Contains(reason, failure.Message);
    }

    private string Write(string header)
    {
        var path = folder.File("hand.safetensors");
        var bytes = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, 0, 1, 2, 3, 4, 5, 6, 7]);
        return path;
    }
}

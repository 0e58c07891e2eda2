using System.IO.Compression;
using System.Text;
using Moe.Model.Failures;
using Moe.Model.Weights;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

/// <summary>
/// Pickles written by hand, opcode by opcode, in an archive of torch's shape with one storage of four singles. The
/// letters are opcodes: "c" global, "(" mark, "t" tuple, "R" call, "Q" persistent id, "}" dictionary, "s" set item,
/// "." stop.
/// </summary>
public sealed class HostilePickleSpecs : IDisposable
{
    private const string Key = "X\u0001\0\0\00";
    private const string Storage = "(X\u0007\0\0\0storagectorch\nFloatStorage\n" + Key + "X\u0003\0\0\0cpuK\u0004tQ";
    private const string Huge = "\u008A\u0006\0\0\0\0\0\u0001";
    private const string Rebuild = "ctorch._utils\n_rebuild_tensor_v2\n";
    private const string Start = "\u0080\u0002", Name = "X\u0001\0\0\0w", End = "s.";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_a_pickle_of_this_making()
    {
        using var file = TorchPickleFile.Open(Write(Tensor(offset: "K\u0001", shape: "K\u0003", strides: "K\u0001")));

        Assert.Equal([2f, 3, 4], file["w"].ToSingles());
    }

    [Theory]
    [InlineData("K\u0002", "K\u0003", "K\u0001", "does not fit")]
    [InlineData("K\u0000", "K\u0003", "K\u0002", "does not fit")]
    [InlineData("K\u0000", "K\u0005", "K\u0000", "does not fit")]
    [InlineData("J\u00FF\u00FF\u00FF\u00FF", "K\u0001", "K\u0001", "is rebuilt from something")]
    [InlineData("K\u0000", "J\u00FF\u00FF\u00FF\u00FF", "K\u0001", "is rebuilt from something")]
    [InlineData("K\u0000", "K\u0002K\u0002", "K\u0001", "is rebuilt from something")]
    [InlineData("K\u0000", "K\u0002", "N", "is rebuilt from something")]
    [InlineData("\u008A\u0008\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u007F", "K\u0004", "K\u0001", "does not fit")]
    [InlineData("K\u0000", Huge + Huge + Huge, "K\u0000K\u0000K\u0000", "does not fit")]
    public void Refuses_a_tensor_that_leaves_its_storage_or_repeats_it(
        string offset, string shape, string strides, string reason) =>
        AssertRefused(Tensor(offset, shape, strides), reason);

    [Theory]
    [InlineData("", "0 are left")]
    [InlineData(".", "the stack is empty")]
    [InlineData("(.", "a mark stands where")]
    [InlineData("t.", "a mark is missing")]
    [InlineData("}K\u0001K\u0002s.", "a plain 1 is a key")]
    [InlineData("}(K\u0001u.", "a key has no value")]
    [InlineData("K\u0001K\u0002K\u0003s.", "Int64 stands where a PickleDictionary")]
    [InlineData("h\u0005.", "nothing was remembered")]
    [InlineData("X\u00FF\u00FF\u00FF\u00FFw.", "4294967295 bytes are wanted")]
    [InlineData("\u008D\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FFw.", "bytes are wanted")]
    [InlineData("\u008A\u0009\0\0\0\0\0\0\0\0\u0001.", "a whole number of 9 bytes")]
    [InlineData("\u0080\u0001.", "protocol 1")]
    [InlineData("ctorch", "a line does not end")]
    [InlineData("cos\nsystem\n(X\u0002\0\0\0lstR.", "'os.system'")]
    [InlineData("X\u0002\0\0\0osX\u0006\0\0\0system\u0093.", "'os.system'")]
    [InlineData("cbuiltins\neval\n.", "'builtins.eval'")]
    [InlineData("ccollections\nOrderedDict\nK\u0001R.", "Int64 stands where a Object[]")]
    [InlineData("ccollections\nOrderedDict\n(K\u0001tR.", "no list of pairs")]
    [InlineData("ccollections\nOrderedDict\n.", "it holds a collections.OrderedDict")]
    [InlineData("ctorch\nFloatStorage\n)R.", "is called with arguments of another form")]
    [InlineData("K\u0001Q.", "stands where a Object[]")]
    [InlineData(")Q.", "a persistent id")]
    [InlineData("i__main__\nX\n.", "opcode 0x69")]
    [InlineData("\u0081.", "opcode 0x81")]
    [InlineData("N.", "it holds a None")]
    [InlineData("}X\u0001\0\0\0wK\u0001s.", "'w' is a plain 1")]
    public void Refuses_any_other_program(string program, string reason) => AssertRefused(Start + program, reason);

    [Theory]
    [InlineData("9", "data/9")]
    [InlineData("../escape", "data/../escape")]
    public void Refuses_a_storage_that_is_not_there(string key, string reason)
    {
        var storage = Storage.Replace(Key, $"X{(char)key.Length}\0\0\0{key}", StringComparison.Ordinal);

        AssertRefused(Tensor("K\0", "K\u0004", "K\u0001").Replace(Storage, storage, StringComparison.Ordinal), reason);
    }

    [Fact]
    public void Refuses_a_storage_of_another_size_than_its_entry()
    {
        var larger = Storage.Replace("K\u0004tQ", "K\u0009tQ", StringComparison.Ordinal);

        var program = Tensor("K\0", "K\u0004", "K\u0001").Replace(Storage, larger, StringComparison.Ordinal);

        AssertRefused(program, "expected 9 numbers");
    }

    [Fact]
    public void Refuses_compressed_entries_other_byte_orders_and_archives_without_pickle()
    {
        var good = Tensor("K\0", "K\u0004", "K\u0001");

        AssertRefused(good + new string('\0', 10_000), "compressed", CompressionLevel.Optimal);
        AssertRefused(good, "little-endian", byteOrder: "big");
        using (var file = TorchPickleFile.Open(Write(good, byteOrder: "little")))
            Assert.Single(file.Tensors);
        AssertRefused(good, "expected one", pickleName: "other.pkl");
    }

    [Fact]
    public void Refuses_one_name_twice() =>
        AssertRefused(
            Tensor("K\0", "K\u0004", "K\u0001")[..^1] + Entry("K\0", "K\u0004", "K\u0001") + End, "'w' twice");

    private static string Tensor(string offset, string shape, string strides) =>
        Start + "}" + Entry(offset, shape, strides) + End;

    private static string Entry(string offset, string shape, string strides) =>
        $"{Name}{Rebuild}({Storage}{offset}({shape}t({strides}t\u0089ccollections\nOrderedDict\n)RtR";

    private void AssertRefused(
        string program,
        string reason,
        CompressionLevel compression = CompressionLevel.NoCompression,
        string? byteOrder = null,
        string pickleName = "data.pkl")
    {
        var path = Write(program, compression, byteOrder, pickleName);
        var failure = Assert.Throws<WeightsException>(() => TorchPickleFile.Open(path));
        Assert.StartsWith(path, failure.Message);
        Assert.Contains(reason, failure.Message);
    }

    private string Write(
        string program,
        CompressionLevel compression = CompressionLevel.NoCompression,
        string? byteOrder = null,
        string pickleName = "data.pkl")
    {
        var path = folder.File("hostile.bin");
        File.Delete(path);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add("hostile/" + pickleName, Encoding.Latin1.GetBytes(program));
        Add("hostile/data/0", [.. new float[] { 1, 2, 3, 4 }.SelectMany(BitConverter.GetBytes)]);
        if (byteOrder is not null)
            Add("hostile/byteorder", Encoding.ASCII.GetBytes(byteOrder));
        return path;

        void Add(string name, byte[] content)
        {
            using var stream = archive.CreateEntry(name, compression).Open();
            stream.Write(content);
        }
    }
}

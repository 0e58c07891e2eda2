using System.Buffers;
using System.Diagnostics;
using Xunit;

namespace MessagePack.Specs;

/// <summary>
/// Bytes checked by another implementation: Python's msgpack (Debian package python3-msgpack) reads what was written
/// here and writes it again. Both choose the shortest form of everything, so the bytes must come back the same. Python
/// has only 64-bit floats, so graphs with 32-bit ones are compared by value.
/// </summary>
public sealed class OtherImplementationSpecs
{
    private const string Python = "/usr/bin/python3";

    private const string Rewrite = """
        import msgpack, sys
        source = msgpack.Unpacker(strict_map_key=False, max_buffer_size=0)
        source.feed(sys.stdin.buffer.read())
        for value in source:
            sys.stdout.buffer.write(msgpack.packb(value))
        """;

    [Fact]
    public void Python_writes_the_same_bytes_for_random_graphs()
    {
        SkipWithoutPython();
        var graph = new RandomGraph(7);
        var written = new MemoryStream();
        for (int i = 0; i < 200; i++)
        {
            Everything value = graph.Draw();
            MessagePackSerializer.Serialize(written, value with { Float = 0, Route = [], Table = null });
        }

        byte[] expected = [.. WithoutFloats(written.ToArray())];
        Assert.Equal(expected, Run(Rewrite, expected));
    }

    [Fact]
    public void Python_reads_32_bit_floats_as_the_same_numbers()
    {
        SkipWithoutPython();
        float[] floats = [0, 1.5f, -3.25e-20f, float.MaxValue, float.Epsilon, float.PositiveInfinity];
        const string Widen = """
            import msgpack, sys
            sys.stdout.buffer.write(msgpack.packb(msgpack.unpackb(sys.stdin.buffer.read())))
            """;
        byte[] widened = Run(Widen, MessagePackSerializer.Serialize(floats));
        Assert.Equal(
            floats.Select(value => (double)value), MessagePackSerializer.Deserialize<double[]>(widened));
    }

    [Fact]
    public void Reads_what_python_packs_by_hand()
    {
        SkipWithoutPython();
        const string Pack = """
            import datetime, msgpack, sys
            time = datetime.datetime(2026, 3, 4, 5, 6, 7, 890000, tzinfo=datetime.timezone.utc)
            values = [{"loss": 0.25, "tâche": "mixte", "seen": [1, -2, 2**40]}, ["encoder", 2, 1], b"\x00\xff", time]
            for value in values:
                sys.stdout.buffer.write(msgpack.packb(value, datetime=True))
            """;
        var stream = new MemoryStream(Run(Pack, []));
        Named named = MessagePackSerializer.Deserialize<Named>(stream);
        Assert.Equal((0.25, "mixte"), (named.Loss, named.Task));
        Assert.Equal([1, -2, 1L << 40], named.Seen!);
        Assert.Equal(new Expert("encoder", 2, 1), MessagePackSerializer.Deserialize<Expert>(stream));
        Assert.Equal([0, 255], MessagePackSerializer.Deserialize<byte[]>(stream));
        Assert.Equal(
            new DateTime(2026, 3, 4, 5, 6, 7, 890, DateTimeKind.Utc),
            MessagePackSerializer.Deserialize<DateTime>(stream));
    }

    /// <summary>The one 32-bit float left in each graph (its member is a float) becomes a small integer.</summary>
    private static byte[] WithoutFloats(byte[] bytes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        var reader = new MessagePackReader(bytes);
        while (!reader.End)
        {
            int count = reader.ReadArrayHeader();
            writer.WriteArrayHeader(count);
            for (int i = 0; i < count; i++)
            {
                if (reader.NextCode == MessagePackCode.Float32)
                    writer.Write((int)reader.ReadSingle());
                else
                    writer.WriteRaw(reader.ReadRaw());
            }
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void SkipWithoutPython()
    {
        bool isPresent = File.Exists(Python) && Start("import msgpack", []).ExitCode == 0;
        Assert.SkipUnless(isPresent, "Python's msgpack is not installed: apt-get install python3-msgpack.");
    }

    private static byte[] Run(string script, byte[] input)
    {
        (int exitCode, byte[] output, string errors) = Start(script, input);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static (int ExitCode, byte[] Output, string Errors) Start(string script, byte[] input)
    {
        var start = new ProcessStartInfo(Python, ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using Process process = Process.Start(start)!;
        var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.WaitForExit(10_000))
        {
            // Python ended before it read its input: its exit code and its errors say why.
        }

        process.WaitForExit();
        reading.Wait();
        return (process.ExitCode, output.ToArray(), errors.Result);
    }
}

using System.Collections.Immutable;
using Xunit;

namespace MessagePack.Specs;

/// <summary>How attributes turn objects into arrays and maps, and back.</summary>
public sealed class ObjectSpecs
{
    [Fact]
    public void Writes_integer_keys_as_an_array_and_reads_it_through_the_record_constructor()
    {
        var expert = new Expert("encoder", 3, 1);
        byte[] bytes = MessagePackSerializer.Serialize(expert);
        Assert.Equal("93A7" + Convert.ToHexString("encoder"u8) + "0301", Convert.ToHexString(bytes));
        Assert.Equal(expert, MessagePackSerializer.Deserialize<Expert>(bytes));
    }

    [Fact]
    public void Fills_unused_integer_keys_with_nil()
    {
        byte[] bytes = MessagePackSerializer.Serialize(new Gapped { First = 2, Last = "x" });
        Assert.Equal("95C002C0C0A178", Convert.ToHexString(bytes));
        Assert.Equal("x", MessagePackSerializer.Deserialize<Gapped>(bytes).Last);
    }

    [Fact]
    public void Keeps_what_the_constructor_set_when_an_older_sender_has_fewer_members()
    {
        Gapped read = MessagePackSerializer.Deserialize<Gapped>(Convert.FromHexString("92C009"));
        Assert.Equal(9, read.First);
        Assert.Equal("kept", read.Last);
    }

    [Fact]
    public void Passes_over_members_that_only_a_newer_sender_has()
    {
        byte[] bytes = Convert.FromHexString("95A1610203" + "9281A16B01C0" + "C0");
        Assert.Equal(new Expert("a", 2, 3), MessagePackSerializer.Deserialize<Expert>(bytes));
        byte[] map = Convert.FromHexString("82A3" + Convert.ToHexString("new"u8) + "9101A4"
            + Convert.ToHexString("loss"u8) + "CB3FF8000000000000");
        Assert.Equal(1.5, MessagePackSerializer.Deserialize<Named>(map).Loss);
    }

    [Fact]
    public void Gives_missing_constructor_arguments_the_default_of_their_type()
    {
        Expert read = MessagePackSerializer.Deserialize<Expert>(Convert.FromHexString("91A161"));
        Assert.Equal(new Expert("a", 0, 0), read);
    }

    [Fact]
    public void Writes_string_keys_as_a_map_in_the_order_of_declaration()
    {
        var named = new Named { Loss = 0.5, Task = "t", Seen = [1, 300] };
        byte[] bytes = MessagePackSerializer.Serialize(named);
        Assert.Equal("{\"loss\":0.5,\"tâche\":\"t\",\"seen\":[1,300]}", MessagePackSerializer.ConvertToJson(bytes));
        Named read = MessagePackSerializer.Deserialize<Named>(bytes);
        Assert.Equal((0.5, "t"), (read.Loss, read.Task));
        Assert.Equal([1, 300], read.Seen!);
    }

    [Fact]
    public void Leaves_init_properties_alone_when_the_map_lacks_them() =>
        Assert.Equal("none", MessagePackSerializer.Deserialize<Named>(Convert.FromHexString("80")).Task);

    [Fact]
    public void Writes_public_members_by_name_when_asked_and_leaves_out_what_cannot_be_read_back()
    {
        byte[] bytes = MessagePackSerializer.Serialize(new ByName { Count = 3, Share = 0.25f, Ignored = "x" });
        Assert.Equal("{\"Share\":0.25,\"Count\":3}", MessagePackSerializer.ConvertToJson(bytes));
        Assert.Equal(3, MessagePackSerializer.Deserialize<ByName>(bytes).Count);
    }

    [Fact]
    public void Uses_the_constructor_that_is_marked()
    {
        byte[] bytes = MessagePackSerializer.Serialize(new Chosen(4) { Second = "plain" });
        Chosen read = MessagePackSerializer.Deserialize<Chosen>(bytes);
        Assert.Equal((4, "plain"), (read.First, read.Second));
    }

    [Fact]
    public void Writes_inherited_members_with_their_own_keys()
    {
        var derived = new Derived(5, "five");
        byte[] bytes = MessagePackSerializer.Serialize(derived);
        Assert.Equal("9205A4" + Convert.ToHexString("five"u8), Convert.ToHexString(bytes));
        Assert.Equal(derived, MessagePackSerializer.Deserialize<Derived>(bytes));
    }

    [Fact]
    public void Writes_structs_and_refuses_nil_for_them()
    {
        var version = new Version(9, Guid.Empty);
        byte[] bytes = MessagePackSerializer.Serialize(version);
        Assert.Equal(version, MessagePackSerializer.Deserialize<Version>(bytes));
        Assert.Null(MessagePackSerializer.Deserialize<Version?>(new byte[] { 0xc0 }));
        var refusal = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<Version>(new byte[] { 0xc0 }));
        Assert.Contains("typecode is null, struct not supported", refusal.InnerException!.Message);
    }

    [Fact]
    public void Reads_interfaces_of_collections_as_arrays_lists_and_dictionaries()
    {
        byte[] numbers = Convert.FromHexString("93010203");
        Assert.IsType<int[]>(MessagePackSerializer.Deserialize<IReadOnlyList<int>>(numbers));
        Assert.IsType<List<int>>(MessagePackSerializer.Deserialize<IList<int>>(numbers));
        Assert.Equal([1, 2, 3], MessagePackSerializer.Deserialize<ImmutableArray<int>>(numbers));
        Assert.True(MessagePackSerializer.Deserialize<ImmutableArray<int>>(new byte[] { 0xc0 }).IsDefault);
        Assert.IsType<Dictionary<int, int>>(
            MessagePackSerializer.Deserialize<IReadOnlyDictionary<int, int>>(Convert.FromHexString("810102")));
    }

    [Fact]
    public void Writes_a_sequence_of_unknown_length_as_an_array() => Assert.Equal(
        "920103", Convert.ToHexString(MessagePackSerializer.Serialize(Enumerable.Range(1, 3).Where(i => i != 2))));

    [Fact]
    public void Writes_and_reads_by_a_type_known_only_at_run_time()
    {
        object expert = new Expert("decoder", 0, 2);
        byte[] bytes = MessagePackSerializer.Serialize(expert.GetType(), expert);
        Assert.Equal(MessagePackSerializer.Serialize((Expert)expert), bytes);
        Assert.Equal(expert, MessagePackSerializer.Deserialize(typeof(Expert), bytes));
    }

    [Fact]
    public void Writes_the_same_bytes_to_streams_and_buffer_writers()
    {
        var expert = new Expert("encoder", 1, 2);
        byte[] bytes = MessagePackSerializer.Serialize(expert);
        var stream = new MemoryStream();
        MessagePackSerializer.Serialize(stream, expert);
        Assert.Equal(bytes, stream.ToArray());
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1);
        MessagePackSerializer.Serialize(buffer, expert);
        Assert.Equal(bytes, buffer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Leaves_a_stream_just_after_the_value_it_read()
    {
        var stream = new MemoryStream(
            [.. MessagePackSerializer.Serialize("one"), .. MessagePackSerializer.Serialize(2)]);
        Assert.Equal("one", MessagePackSerializer.Deserialize<string>(stream));
        Assert.Equal(4, stream.Position);
        Assert.Equal(2, MessagePackSerializer.Deserialize<int>(stream));
    }

    [Fact]
    public void Says_how_many_bytes_a_value_took()
    {
        byte[] bytes = [.. MessagePackSerializer.Serialize(300), 1, 2, 3];
        Assert.Equal(300, MessagePackSerializer.Deserialize<int>(bytes, out int bytesRead));
        Assert.Equal(3, bytesRead);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reads_back_every_member_of_random_graphs(int seed)
    {
        var graph = new RandomGraph(seed);
        for (int i = 0; i < 40; i++)
        {
            byte[] bytes = MessagePackSerializer.Serialize(graph.Draw());
            Everything read = MessagePackSerializer.Deserialize<Everything>(
                bytes, MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData));
            Assert.Equal(bytes, MessagePackSerializer.Serialize(read));
        }
    }
}

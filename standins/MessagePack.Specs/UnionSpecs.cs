using Xunit;

namespace MessagePack.Specs;

/// <summary>Interfaces and abstract classes whose concrete type travels as a number.</summary>
public sealed class UnionSpecs
{
    [Fact]
    public void Writes_the_key_and_the_object()
    {
        IEvent value = new Finished(null, null);
        byte[] bytes = MessagePackSerializer.Serialize(value);
        Assert.Equal("920392C0C0", Convert.ToHexString(bytes));
        Assert.Equal(value, MessagePackSerializer.Deserialize<IEvent>(bytes));
    }

    [Fact]
    public void Writes_the_object_alone_when_its_own_type_is_asked_for() =>
        Assert.Equal("92C0C0", Convert.ToHexString(MessagePackSerializer.Serialize(new Finished(null, null))));

    [Fact]
    public void Reads_unions_inside_unions()
    {
        Tree tree = new Fork(new Leaf(1), new Fork(new Leaf(2), new Leaf(3)));
        Assert.Equal(tree, MessagePackSerializer.Deserialize<Tree>(MessagePackSerializer.Serialize(tree)));
    }

    [Fact]
    public void Reads_a_key_it_does_not_know_as_null_and_goes_on_after_it()
    {
        byte[] bytes = Convert.FromHexString("92" + "92099381A16101A162C0" + "920392C0C0");
        IEvent?[] read = MessagePackSerializer.Deserialize<IEvent?[]>(bytes);
        Assert.Equal([null, new Finished(null, null)], read);
    }

    [Fact]
    public void Writes_a_type_that_the_union_does_not_name_as_nil() =>
        Assert.Equal("C0", Convert.ToHexString(MessagePackSerializer.Serialize<IEvent>(new Unnamed())));

    [Fact]
    public void Refuses_an_array_that_is_not_a_key_and_an_object()
    {
        var refusal = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<IEvent>(Convert.FromHexString("93030101")));
        Assert.Contains("Invalid Union data was detected", refusal.InnerException!.Message);
    }
}

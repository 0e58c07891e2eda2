using Xunit;

namespace MessagePack.Specs;

public sealed class Unmarked
{
    public int Value { get; set; }
}

[MessagePackObject]
public sealed class Keyless
{
    public int Value { get; set; }
}

[MessagePackObject]
public sealed class Doubled
{
    [Key(0)]
    public int One { get; set; }

    [Key(0)]
    public int Other { get; set; }
}

[MessagePackObject]
public sealed class Mixed
{
    [Key(0)]
    public int One { get; set; }

    [Key("other")]
    public int Other { get; set; }
}

[MessagePackObject]
public sealed class Unbuildable
{
    public Unbuildable(Uri place) => Place = place.ToString();

    [Key(0)]
    public string Place { get; }
}

[Union(0, typeof(Leaf))]
public class Concrete;

[Union(0, typeof(TwoCasesOne))]
[Union(0, typeof(TwoCasesOther))]
public interface ITwoCases;

[MessagePackObject]
public sealed class TwoCasesOne : ITwoCases;

[MessagePackObject]
public sealed class TwoCasesOther : ITwoCases;

/// <summary>Types that contradict themselves are refused, each time, with what is wrong and where.</summary>
public sealed class RefusalSpecs
{
    [Fact]
    public void Names_a_type_that_has_no_attributes() =>
        Refused(new Unmarked(), "MessagePack.Specs.Unmarked is not registered in resolver");

    [Fact]
    public void Names_a_member_that_has_no_key() => Refused(
        new Keyless(), "all public members must mark KeyAttribute or IgnoreMemberAttribute", "Keyless", "Value");

    [Fact]
    public void Names_a_member_whose_key_is_taken() =>
        Refused(new Doubled(), "key is duplicated, all members key must be unique", "Doubled", "Other");

    [Fact]
    public void Names_a_member_whose_key_is_of_another_kind() =>
        Refused(new Mixed(), "all members key type must be same", "Mixed", "Other");

    [Fact]
    public void Names_a_type_that_no_constructor_can_make() =>
        Refused(new Unbuildable(new Uri("http://a/")), "can't find matched constructor", "Unbuildable");

    [Fact]
    public void Refuses_a_union_on_a_class_that_is_not_abstract() =>
        Refused(new Concrete(), "Union can only be interface or abstract class", "Concrete");

    [Fact]
    public void Refuses_a_union_with_one_key_for_two_types() =>
        Refused<ITwoCases>(new TwoCasesOne(), "Same union key has found", "ITwoCases");

    [Fact]
    public void Names_the_type_it_was_asked_to_read()
    {
        var refusal = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<Expert>(new byte[] { 0xc3 }));
        Assert.Equal("Failed to deserialize MessagePack.Specs.Expert value.", refusal.Message);
        Assert.Contains("Unexpected msgpack code 195 (true) encountered", refusal.InnerException!.Message);
    }

    [Fact]
    public void Refuses_compression_which_it_does_not_have()
    {
        Assert.SkipUnless(Original.IsReplaced, "The package has compression.");
        var refusal = Assert.Throws<NotSupportedException>(
            () => MessagePackSerializerOptions.Standard.WithCompression(MessagePackCompression.Lz4BlockArray));
        Assert.Contains("packages stack", refusal.Message);
        Assert.Same(
            MessagePackSerializerOptions.Standard,
            MessagePackSerializerOptions.Standard.WithCompression(MessagePackCompression.None));
    }

    private static void Refused<T>(T value, params string[] parts)
    {
        for (int time = 0; time < 2; time++)
        {
            var refusal = Assert.Throws<MessagePackSerializationException>(
                () => MessagePackSerializer.Serialize(value));
            Assert.Equal($"Failed to serialize {typeof(T).FullName} value.", refusal.Message);
            Assert.All(parts, part => Assert.Contains(part, refusal.GetBaseException().Message));
        }
    }
}

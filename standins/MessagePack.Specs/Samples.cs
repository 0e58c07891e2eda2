using System.Collections.Immutable;

namespace MessagePack.Specs;

public enum Kind : byte
{
    Encoder = 1,
    Decoder = 200,
}

[MessagePackObject]
public record Expert([property: Key(0)] string Stack, [property: Key(1)] int Layer, [property: Key(2)] int Number);

[MessagePackObject]
public record struct Version([property: Key(0)] long Step, [property: Key(1)] Guid Incarnation);

[MessagePackObject]
public sealed class Gapped
{
    [Key(1)]
    public int First { get; set; } = 7;

    [Key(4)]
    public string? Last { get; set; } = "kept";

    [IgnoreMember]
    public int Ignored { get; set; }
}

[MessagePackObject]
public sealed class Named
{
    [Key("loss")]
    public double Loss { get; init; }

    [Key("tâche")]
    public string Task { get; init; } = "none";

    [Key("seen")]
    public List<long>? Seen { get; init; }
}

[MessagePackObject(keyAsPropertyName: true)]
public sealed class ByName
{
    public int Count;

    public float Share { get; set; }

    public int Computed => Count * 2;

    [IgnoreMember]
    public string Ignored { get; set; } = "";
}

[MessagePackObject]
public sealed class Chosen
{
    [SerializationConstructor]
    public Chosen(int first) => First = first;

    public Chosen(int first, string second)
        : this(first) => Second = second + " by the longer constructor";

    [Key(0)]
    public int First { get; }

    [Key(1)]
    public string Second { get; init; } = "";
}

[MessagePackObject]
public record Base([property: Key(0)] int Id);

[MessagePackObject]
public sealed record Derived(int Id, [property: Key(1)] string Name) : Base(Id);

[Union(0, typeof(Started))]
[Union(3, typeof(Finished))]
public interface IEvent;

[MessagePackObject]
public sealed record Started([property: Key(0)] DateTime At) : IEvent;

[MessagePackObject]
public sealed record Finished([property: Key(0)] double? Loss, [property: Key(1)] IEvent? Cause) : IEvent;

public sealed record Unnamed : IEvent;

[Union(1, typeof(Leaf))]
[Union(2, typeof(Fork))]
[MessagePackObject]
public abstract record Tree;

[MessagePackObject]
public sealed record Leaf([property: Key(0)] int Value) : Tree;

[MessagePackObject]
public sealed record Fork([property: Key(0)] Tree Left, [property: Key(1)] Tree Right) : Tree;

[MessagePackObject]
public sealed class Node
{
    [Key(0)]
    public Node? Next { get; set; }
}

[MessagePackObject]
public sealed record Everything(
    [property: Key(0)] bool Flag,
    [property: Key(1)] byte Byte,
    [property: Key(2)] sbyte SByte,
    [property: Key(3)] short Short,
    [property: Key(4)] ushort UShort,
    [property: Key(5)] int Int,
    [property: Key(6)] uint UInt,
    [property: Key(7)] long Long,
    [property: Key(8)] ulong ULong,
    [property: Key(9)] float Float,
    [property: Key(10)] double Double,
    [property: Key(11)] char Char,
    [property: Key(12)] decimal Decimal,
    [property: Key(13)] string? Text,
    [property: Key(14)] byte[]? Bytes,
    [property: Key(15)] ReadOnlyMemory<byte> Memory,
    [property: Key(16)] DateTime Time,
    [property: Key(17)] DateTimeOffset Offset,
    [property: Key(18)] TimeSpan Span,
    [property: Key(19)] Guid Id,
    [property: Key(20)] int? Maybe,
    [property: Key(21)] Kind Kind,
    [property: Key(22)] int[]? Numbers,
    [property: Key(23)] List<string?> Texts,
    [property: Key(24)] Dictionary<string, double> Weights,
    [property: Key(25)] IReadOnlyList<Expert> Experts,
    [property: Key(26)] IReadOnlyDictionary<int, Version> Versions,
    [property: Key(27)] ImmutableArray<float> Route,
    [property: Key(28)] (int, string?) Pair,
    [property: Key(29)] Tuple<long, bool>? Old,
    [property: Key(30)] IEvent? Event,
    [property: Key(31)] float[][]? Table,
    [property: Key(32)] HashSet<int> Set,
    [property: Key(33)] KeyValuePair<string, int> Entry,
    [property: Key(34)] Kind? MaybeKind,
    [property: Key(35)] DateOnly Day,
    [property: Key(36)] TimeOnly Clock);

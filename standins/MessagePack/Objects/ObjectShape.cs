using System.Reflection;

namespace MessagePack.Objects;

/// <summary>Which members of a type are written, in which order and form, and how an instance is made again.</summary>
/// <param name="Type">The type.</param>
/// <param name="IsArray">Written as an array by index; otherwise as a map by name.</param>
/// <param name="Members">In ascending order of their index.</param>
/// <param name="Constructor">Null for the default value of a struct.</param>
/// <param name="Arguments">The member that gives each parameter of the constructor.</param>
/// <param name="ExactCountMessage">
/// What to say when an array has another number of elements; null when that is allowed, because a newer or an older
/// sender has more or fewer members.
/// </param>
internal sealed record ObjectShape(
    Type Type,
    bool IsArray,
    IReadOnlyList<ObjectMember> Members,
    ConstructorInfo? Constructor,
    IReadOnlyList<ObjectMember> Arguments,
    string? ExactCountMessage = null);

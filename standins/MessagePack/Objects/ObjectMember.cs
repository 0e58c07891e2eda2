using System.Reflection;

namespace MessagePack.Objects;

/// <summary>A property or field that takes part in serialization.</summary>
/// <param name="Info">The property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Index">Its place in the array, or in a map the order of its declaration.</param>
/// <param name="Name">Its key in a map; null in an array.</param>
/// <param name="IsReadable">Whether serialization can get it.</param>
/// <param name="IsWritable">Whether deserialization can set it after construction.</param>
internal sealed record ObjectMember(
    MemberInfo Info, Type Type, int Index, string? Name, bool IsReadable, bool IsWritable);

using System.Buffers;
using System.Text;

namespace MessagePack.Objects;

/// <summary>
/// Finds a member by the UTF-8 bytes of its key. Keys are compared, not hashed, among those of the same length, so no
/// message can make this slow.
/// </summary>
internal sealed class MemberNames
{
    private readonly (byte[] Name, int Index)[][] _byLength;

    public MemberNames(IReadOnlyList<ObjectMember> members)
    {
        (byte[] Name, int Index)[] all = [.. members.Select((member, i) => (Encoding.UTF8.GetBytes(member.Name!), i))];
        int lengthMax = all.Select(entry => entry.Name.Length).DefaultIfEmpty(0).Max();
        _byLength = [.. Enumerable.Range(0, lengthMax + 1)
            .Select(length => all.Where(entry => entry.Name.Length == length).ToArray())];
    }

    /// <summary>Reads a key and gives the position of its member, or -1 when no member has it.</summary>
    public int Read(ref MessagePackReader reader)
    {
        if (reader.TryReadStringSpan(out ReadOnlySpan<byte> name))
            return Find(name);
        ReadOnlySequence<byte>? split = reader.ReadStringSequence();
        return split is { } bytes && bytes.Length < _byLength.Length ? Find(bytes.ToArray()) : -1;
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= _byLength.Length)
            return -1;
        foreach ((byte[] known, int index) in _byLength[name.Length])
        {
            if (name.SequenceEqual(known))
                return index;
        }

        return -1;
    }
}

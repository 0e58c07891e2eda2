using Akka.Actor;
using Akka.Remote.Wire;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>Messages to selections.</summary>
public class MessageContainerSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private const byte Name = 1;
    private const byte Pattern = 2;
    private const byte Parent = 3;
    private const byte Recursive = 4;

    /// <inheritdoc />
    public override bool IncludeManifest => false;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj)
    {
        if (obj is not ActorSelectionMessage selection)
            throw new ArgumentException($"Can't serialize object of type [{obj.GetType()}]", nameof(obj));
        var writer = new WireWriter();
        writer.Boolean(selection.WildCardFanOut);
        writer.Int(selection.Elements.Length);
        foreach (var element in selection.Elements)
        {
            var (kind, text) = element switch
            {
                SelectChildName name => (Name, name.Name),
                SelectChildPattern pattern => (Pattern, pattern.PatternStr),
                SelectParent => (Parent, null),
                _ => (Recursive, null),
            };
            writer.Byte(kind);
            writer.Text(text);
        }

        Payload.Write(writer, selection.Message, system);
        return writer.Written.ToArray();
    }

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type)
    {
        var reader = new WireReader(bytes);
        var fanOut = reader.Boolean();
        var elements = new SelectionPathElement[Math.Min(reader.Int(), reader.Left)];
        for (var i = 0; i < elements.Length; i++)
        {
            var kind = reader.Byte();
            var text = reader.Text();
            elements[i] = kind switch
            {
                Name => new SelectChildName(text),
                Pattern => new SelectChildPattern(text),
                Parent => SelectParent.Instance,
                Recursive => SelectChildRecursive.Instance,
                _ => throw new InvalidDataException($"A step of a selection has kind {kind}."),
            };
        }

        return new ActorSelectionMessage(Payload.Read(ref reader, system), elements, fanOut);
    }
}

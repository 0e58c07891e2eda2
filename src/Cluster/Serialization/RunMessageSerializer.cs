using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using MessagePack;
using Moe.Actors;
using Moe.Actors.Ports;

namespace Moe.Cluster.Serialization;

/// <summary>
/// Writes the run's messages for other nodes: a byte with the version of the form, then MessagePack. Tensors stay behind: they
/// are published on the data plane as their handles are written, and the receiver fetches them (docs/data-plane.md).
/// Configuration binds it to <see cref="Moe.Actors.Messages.IRunMessage"/>.
/// </summary>
internal sealed class RunMessageSerializer : SerializerWithStringManifest
{
    // All nodes of a run are the same program; another form would be guessed at.
    private const byte Version = 1;

    private static readonly FrozenDictionary<Type, MessageForm> ByType =
        AllForms().ToFrozenDictionary(form => form.Type);

    private static readonly FrozenDictionary<string, MessageForm> ByManifest =
        AllForms().ToFrozenDictionary(form => form.Manifest, StringComparer.Ordinal);

    private readonly ITensorChannel? channel;

    /// <summary>Made by the actor system, from configuration.</summary>
    public RunMessageSerializer(ExtendedActorSystem system) : base(system)
    {
        var setup = system.Settings.Setup.Get<TensorChannelSetup>();
        channel = setup.HasValue ? setup.Value.Channel : null;
    }

    /// <summary>Types that have a form.</summary>
    public static IReadOnlyCollection<Type> Types => ByType.Keys;

    /// <inheritdoc/>
    public override string Manifest(object o) => FormOf(o).Manifest;

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The message has no form, or holds what cannot leave the process.</exception>
    public override byte[] ToBinary(object obj)
    {
        ArrayBufferWriter<byte> output = new();
        output.Write([Version]);
        MessageWriter writer = new(output, channel);
        FormOf(obj).Write(ref writer, obj);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The bytes are no message of that name.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!ByManifest.TryGetValue(manifest, out var form))
            throw new SerializationException($"There is no message '{manifest}' in this program. Start every node from the same build.");
        if (bytes is not [Version, ..])
        {
            throw new SerializationException(bytes.Length == 0
                ? $"A message '{manifest}' is empty."
                : $"A message '{manifest}' is written in form {bytes[0]}, expected {Version}. Start every node from the same build.");
        }
        MessageReader reader = new(bytes.AsMemory(1), system);
        try
        {
            var message = form.Read(ref reader);
            return reader.IsAtEnd ? message : throw new SerializationException("more follows after its last part");
        }
        catch (Exception failure) when (failure is SerializationException or MessagePackSerializationException or EndOfStreamException
            or OverflowException or ArgumentException or FormatException)
        {
            throw new SerializationException(
                $"A message '{manifest}' of {bytes.Length} bytes is damaged or was written by another build: {failure.Message}", failure);
        }
    }

    private static MessageForm FormOf(object message) => ByType.TryGetValue(message.GetType(), out var form)
        ? form
        : throw new SerializationException($"Messages of type {message.GetType()} have no form on the wire.");

    private static IEnumerable<MessageForm> AllForms() =>
        [.. ExpertForms.All, .. RouterForms.All, .. NodeForms.All, .. CoordinatorForms.All];
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using Akka.Actor;
using MessagePack;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Model;

namespace Moe.Cluster.Serialization;

/// <summary>Writes a part of a message.</summary>
internal delegate void WritePart<in T>(ref MessageWriter writer, T part);

/// <summary>
/// Writes messages as MessagePack: what has parts is an array of them in a fixed order. Tensors are published as they are
/// written, and their handles stand in their place.
/// </summary>
internal ref struct MessageWriter(IBufferWriter<byte> output, ITensorChannel? channel)
{
    private MessagePackWriter writer = new(output);

    /// <summary>Begins something of so many parts.</summary>
    [UnscopedRef]
    public ref MessageWriter Parts(int count)
    {
        writer.WriteArrayHeader(count);
        return ref this;
    }

    [UnscopedRef]
    public ref MessageWriter Nil()
    {
        writer.WriteNil();
        return ref this;
    }

    [UnscopedRef]
    public ref MessageWriter Add(bool value)
    {
        writer.Write(value);
        return ref this;
    }

    [UnscopedRef]
    public ref MessageWriter Add(long value)
    {
        writer.Write(value);
        return ref this;
    }

    [UnscopedRef]
    public ref MessageWriter Add(long? value)
    {
        if (value is { } number) writer.Write(number);
        else writer.WriteNil();
        return ref this;
    }

    [UnscopedRef]
    public ref MessageWriter Add(double value)
    {
        writer.Write(value);
        return ref this;
    }

    [UnscopedRef]
    public ref MessageWriter Add(string? value)
    {
        writer.Write(value);
        return ref this;
    }

    [UnscopedRef]
    public ref MessageWriter Add(ExpertId expert) => ref Parts(4).Add((long)expert.Kind).Add(expert.Layer).Add(expert.Number)
        .Add(expert.Replica);

    [UnscopedRef]
    public ref MessageWriter Add(ExpertId? expert) => ref expert is { } known ? ref Add(known) : ref Nil();

    [UnscopedRef]
    public ref MessageWriter Add(MicroBatchKey key) => ref Parts(4).Add(key.Epoch).Add(key.Step).Add(key.Index).Add(key.Attempt);

    /// <summary>Numbers as their bytes, little-endian: every bit stays.</summary>
    [UnscopedRef]
    public ref MessageWriter AddBits<T>(scoped ReadOnlySpan<T> numbers) where T : unmanaged
    {
        writer.Write(MemoryMarshal.AsBytes(numbers));
        return ref this;
    }

    /// <summary>Whole numbers that are small mostly: each in as many bytes as it needs.</summary>
    [UnscopedRef]
    public ref MessageWriter AddSmall(scoped ReadOnlySpan<long> numbers)
    {
        writer.WriteArrayHeader(numbers.Length);
        foreach (var number in numbers) writer.Write(number);
        return ref this;
    }

    [UnscopedRef]
    public ref MessageWriter AddAll<T>(IReadOnlyCollection<T> items, WritePart<T> write)
    {
        writer.WriteArrayHeader(items.Count);
        foreach (var item in items) write(ref this, item);
        return ref this;
    }

    /// <summary>A part of a family of types.</summary>
    [UnscopedRef]
    public ref MessageWriter Add<T>(T part, WritePart<T> write)
    {
        write(ref this, part);
        return ref this;
    }

    /// <summary>An actor's reference, by the path that finds it from anywhere.</summary>
    /// <exception cref="SerializationException">It is something else.</exception>
    [UnscopedRef]
    public ref MessageWriter AddActor(object? actor) => ref Add(actor switch
    {
        null => null,
        IActorRef reference => Akka.Serialization.Serialization.SerializedActorPath(reference),
        _ => throw new SerializationException(
            $"A message names an actor by {actor.GetType()}; expected an actor's reference, which other nodes can find."),
    });

    /// <summary>A tensor: published, so that the receiver can fetch it.</summary>
    /// <param name="handle">The tensor.</param>
    /// <param name="exact">Whether every bit of it has to arrive, whatever the run does to what travels.</param>
    /// <exception cref="SerializationException">The actor system has no channel.</exception>
    [UnscopedRef]
    public ref MessageWriter Add(TensorHandle? handle, bool exact = false)
    {
        if (handle is null) return ref Nil();
        if (channel is null)
        {
            throw new SerializationException(
                "A message with tensors cannot leave the process: its actor system was set up without a " +
                $"{nameof(Moe.Actors.TensorChannelSetup)}, which names the node's data plane.");
        }
        var remote = channel.Publish(handle, exact);
        return ref Parts(2).AddSmall(remote.Shape).AddBits<byte>(remote.Handle);
    }

    /// <summary>Gives what was written to the output.</summary>
    public void Flush() => writer.Flush();
}

using Moe.Actors.Messages;
using Moe.Curriculum.Samplers;
using Moe.Model;

namespace Moe.Actors.Operations;

/// <summary>
/// An operation with what it is about; <see cref="OperationForm"/> says which of the arguments a kind has, and writes and reads it
/// as text.
/// </summary>
public sealed record RunOperation(OperationKind Kind)
{
    /// <summary>The expert.</summary>
    public ExpertId? Expert { get; init; }

    /// <summary>Another expert of its layer: the one that ends in a merge, or the slot of a clone.</summary>
    public ExpertId? Other { get; init; }

    /// <summary>The node: its address, or the end of it, HOST:PORT.</summary>
    public string? Node { get; init; }

    /// <summary>Name of the task.</summary>
    public string? Task { get; init; }

    /// <summary>The sampler.</summary>
    public SamplerChoice? Sampler { get; init; }

    /// <summary>How many replicas.</summary>
    public long? Replicas { get; init; }

    /// <summary>The number of an earlier operation.</summary>
    public long? Undone { get; init; }

    /// <summary>Whether it is what a wish came to: the same, with its node's whole address and with a slot for a clone.</summary>
    public bool IsWhatCameOf(RunOperation wish) => this == wish with
    {
        Node = wish.Node is { } name && Node is { } address && NodeDescription.IsCalled(address, name) ? address : wish.Node,
        Other = wish.Kind == OperationKind.Clone ? wish.Other ?? Other : wish.Other,
    };

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(' ', OperationForm.Of(Kind).Write(this).Select(argument => argument.Value).Prepend(OperationForm.NameOf(Kind)));
}

/// <summary>An operation that takes effect, or took effect, before a step.</summary>
/// <param name="Id">Its number, from 1 in the order in which operations were accepted.</param>
/// <param name="Step">The first step that it has an effect on.</param>
/// <param name="Who">Who asked for it.</param>
/// <param name="Why">Why.</param>
/// <param name="Operation">What.</param>
/// <param name="Key">The key that it was asked for with; empty: from before there were any.</param>
public sealed record AcceptedOperation(long Id, long Step, string Who, string Why, RunOperation Operation, string Key = "");

using Akka.Actor;
using Moe.Actors.Messages;
using Moe.Actors.Ports;

namespace Moe.Actors.Node;

/// <summary>A snapshot asked for from the agent that keeps it, with its tensors fetched.</summary>
internal static class KeptState
{
    /// <summary>Longer than a node takes to be found dead: what does not answer by then is elsewhere or gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks for a part's state before a step.</summary>
    /// <exception cref="AskTimeoutException">The agent does not answer.</exception>
    /// <exception cref="IOException">It does not keep the part, or a tensor cannot be had.</exception>
    public static async Task<(OfferedState State, string? Text)> Fetch(object keeper, string part, long step, ITensorChannel channel)
    {
        var given = await ((IActorRef)keeper).Ask<NodeEvents.Given>(new NodeCommands.Give(part, step), Patience);
        if (given.State is not { } state) throw new IOException($"{keeper} keeps no snapshot of {part} before step {step}");
        await channel.FetchAll(state.Handles);
        return (state, given.Text);
    }
}

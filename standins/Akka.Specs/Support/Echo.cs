using Akka.Actor;

namespace AkkaSpecs.Support;

/// <summary>Answers everything with itself.</summary>
public sealed class Echo : ReceiveActor
{
    public Echo() => ReceiveAny(message => Sender.Tell(message));
}

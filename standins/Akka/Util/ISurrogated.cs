using Akka.Actor;

namespace Akka.Util;

/// <summary>A form of an object that can be serialised and turned back inside another actor system.</summary>
public interface ISurrogate
{
    /// <summary>Makes the object again in <paramref name="system"/>.</summary>
    ISurrogated FromSurrogate(ActorSystem system);
}

/// <summary>An object that is serialised by way of a surrogate.</summary>
public interface ISurrogated
{
    /// <summary>The form of this object to be serialised.</summary>
    ISurrogate ToSurrogate(ActorSystem system);
}

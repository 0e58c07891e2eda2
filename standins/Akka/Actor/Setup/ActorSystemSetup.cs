using Akka.Util;

namespace Akka.Actor.Setup;

/// <summary>A part of how a system is set up in code.</summary>
public abstract class Setup
{
    /// <summary>This and another part.</summary>
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}

/// <summary>How a system is set up in code: parts by type.</summary>
public sealed class ActorSystemSetup
{
    /// <summary>No parts.</summary>
    public static readonly ActorSystemSetup Empty = new([]);

    private readonly Dictionary<Type, Setup> _parts;

    private ActorSystemSetup(Dictionary<Type, Setup> parts) => _parts = parts;

    /// <summary>A set-up of parts.</summary>
    public static ActorSystemSetup Create(params Setup[] setup) =>
        new(setup.ToDictionary(part => part.GetType()));

    /// <summary>The part of a type.</summary>
    public Option<T> Get<T>() where T : Setup =>
        _parts.TryGetValue(typeof(T), out var part) ? (T)part : Option<T>.None;

    /// <summary>With one more part, which takes the place of one of the same type.</summary>
    public ActorSystemSetup WithSetup<T>(T setup) where T : Setup =>
        new(new Dictionary<Type, Setup>(_parts) { [setup.GetType()] = setup });

    /// <summary>With one more part, which takes the place of one of the same type.</summary>
    public ActorSystemSetup And<T>(T setup) where T : Setup => WithSetup(setup);

    /// <inheritdoc />
    public override string ToString() => $"ActorSystemSetup({string.Join(", ", _parts.Keys.Select(k => k.FullName))})";
}

using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Where an actor is to live.</summary>
public abstract class Scope : IEquatable<Scope>
{
    /// <summary>In this process.</summary>
    public static readonly LocalScope Local = LocalScope.Instance;

    /// <summary>This scope, or <paramref name="other"/> where this says nothing.</summary>
    public abstract Scope WithFallback(Scope other);

    /// <summary>A copy.</summary>
    public abstract Scope Copy();

    /// <inheritdoc />
    public virtual bool Equals(Scope other) => ReferenceEquals(this, other);
}

/// <summary>In this process.</summary>
public class LocalScope : Scope
{
    private LocalScope() { }

    /// <summary>The only instance.</summary>
    public static LocalScope Instance { get; } = new();

    /// <inheritdoc />
    public override Scope WithFallback(Scope other) => Instance;

    /// <inheritdoc />
    public override Scope Copy() => Instance;
}

/// <summary>Not said.</summary>
internal sealed class NoScopeGiven : Scope
{
    public static readonly NoScopeGiven Instance = new();

    public override Scope WithFallback(Scope other) => other;

    public override Scope Copy() => Instance;
}

/// <summary>How an actor is to be set up: dispatcher, mailbox and place.</summary>
public class Deploy : IEquatable<Deploy>
{
    /// <summary>Means that no dispatcher is given.</summary>
    public static readonly string NoDispatcherGiven = string.Empty;

    /// <summary>Means that no mailbox is given.</summary>
    public static readonly string NoMailboxGiven = string.Empty;

    /// <summary>Means that no place is given.</summary>
    public static readonly Scope NoScopeGiven = Actor.NoScopeGiven.Instance;

    /// <summary>In this process.</summary>
    public static readonly Deploy Local = new(Scope.Local);

    /// <summary>Says nothing.</summary>
    public static readonly Deploy None = new();

    /// <summary>Creates a set-up that says nothing.</summary>
    public Deploy() : this("", null, NoScopeGiven, NoDispatcherGiven, NoMailboxGiven) { }

    /// <summary>Creates a set-up with a place.</summary>
    public Deploy(Scope scope) : this("", null, scope ?? NoScopeGiven, NoDispatcherGiven, NoMailboxGiven) { }

    /// <summary>Creates a set-up for a path, with a place.</summary>
    public Deploy(string path, Scope scope)
        : this(path, null, scope ?? NoScopeGiven, NoDispatcherGiven, NoMailboxGiven) { }

    internal Deploy(string path, Config config, Scope scope, string dispatcher, string mailbox)
    {
        Path = path;
        Config = config ?? Config.Empty;
        Scope = scope;
        Dispatcher = dispatcher;
        Mailbox = mailbox;
    }

    /// <summary>The path for which configuration says this.</summary>
    public string Path { get; }

    /// <summary>The section of configuration.</summary>
    public Config Config { get; }

    /// <summary>The place.</summary>
    public Scope Scope { get; }

    /// <summary>The path of the dispatcher in configuration.</summary>
    public string Dispatcher { get; }

    /// <summary>The path of the mailbox in configuration.</summary>
    public string Mailbox { get; }

    /// <summary>This, and <paramref name="other"/> where this says nothing.</summary>
    public virtual Deploy WithFallback(Deploy other) => new(
        Path, Config.IsEmpty ? other.Config : Config, Scope.WithFallback(other.Scope),
        Dispatcher == NoDispatcherGiven ? other.Dispatcher : Dispatcher,
        Mailbox == NoMailboxGiven ? other.Mailbox : Mailbox);

    /// <summary>With another place.</summary>
    public virtual Deploy WithScope(Scope scope) => new(Path, Config, scope ?? Scope, Dispatcher, Mailbox);

    /// <summary>With another mailbox.</summary>
    public virtual Deploy WithMailbox(string mailbox) => new(Path, Config, Scope, Dispatcher, mailbox);

    /// <summary>With another dispatcher.</summary>
    public virtual Deploy WithDispatcher(string dispatcher) => new(Path, Config, Scope, dispatcher, Mailbox);

    /// <inheritdoc />
    public bool Equals(Deploy other) =>
        other is not null && Path == other.Path && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox
        && Scope.Equals(other.Scope);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as Deploy);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Path, Dispatcher, Mailbox);
}

/// <summary>What <c>akka.actor.deployment</c> says about actors by path.</summary>
public class Deployer
{
    private readonly Dictionary<string, Deploy> _byPath = [];

    /// <summary>Reads the configuration.</summary>
    public Deployer(Settings settings)
    {
        var section = settings.Config.GetConfig("akka.actor.deployment");
        if (section.IsNullOrEmpty())
            return;
        foreach (var (path, value) in section.AsEnumerable().Where(item => item.Key.StartsWith('/')))
        {
            var config = value.ToConfig();
            _byPath[path] = new Deploy(
                path, config, Deploy.NoScopeGiven, config.GetString("dispatcher", Deploy.NoDispatcherGiven),
                config.GetString("mailbox", Deploy.NoMailboxGiven));
        }
    }

    /// <summary>What is said about an actor under the user guardian, or null.</summary>
    public Deploy Lookup(ActorPath path)
    {
        if (_byPath.Count == 0)
            return null;
        var elements = path.Elements;
        return elements.Count > 1 && elements[0] == "user"
            ? _byPath.GetValueOrDefault("/" + ActorPath.FormatPathElements(elements.Skip(1)))
            : null;
    }

    /// <summary>Says something about a path.</summary>
    public void SetDeploy(Deploy deploy) => _byPath[deploy.Path] = deploy;
}

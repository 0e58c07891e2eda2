using System.Text.RegularExpressions;
using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>Whatever is at a path when a message is sent; the path may hold wildcards.</summary>
public class ActorSelection : ICanTell
{
    /// <summary>Creates a selection of nothing.</summary>
    public ActorSelection() { }

    /// <summary>Creates a selection below an actor.</summary>
    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    /// <summary>Creates a selection below an actor.</summary>
    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, string.IsNullOrEmpty(path) ? [] : path.Split('/')) { }

    /// <summary>Creates a selection below an actor.</summary>
    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        Path = [.. elements.Where(element => element.Length > 0).Select(Element)];
        if (Path.AsSpan()[..Math.Max(0, Path.Length - 1)].Contains(SelectChildRecursive.Instance))
            throw new IllegalActorNameException("Double wildcard can only appear at the last path entry");
    }

    /// <summary>Where the path starts.</summary>
    public IActorRef Anchor { get; }

    /// <summary>The path.</summary>
    public SelectionPathElement[] Path { get; }

    /// <summary>The path as text.</summary>
    public string PathString => "/" + string.Join("/", Path.Select(element => element.ToString()));

    /// <summary>Sends a message to all that are there.</summary>
    public void Tell(object message, IActorRef sender = null) => Deliver(
        (IInternalActorRef)Anchor, sender ?? ActorCell.GetCurrentSelfOrNoSender(),
        new ActorSelectionMessage(message, Path));

    /// <summary>The actor that is there.</summary>
    /// <exception cref="ActorNotFoundException">There is none.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>The actor that is there.</summary>
    /// <exception cref="ActorNotFoundException">There is none.</exception>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception cause)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", cause);
        }
    }

    /// <inheritdoc />
    public override bool Equals(object obj) => obj is ActorSelection other && Equals(other);

    /// <summary>Whether both select the same.</summary>
    protected bool Equals(ActorSelection other) => Equals(Anchor, other.Anchor) && PathString == other.PathString;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    /// <inheritdoc />
    public override string ToString()
    {
        var uid = Anchor.Path.Uid == 0 ? "" : $"#{Anchor.Path.Uid}";
        return $"ActorSelection[Anchor({Anchor.Path}{uid}), Path({PathString})]";
    }

    /// <summary>Walks the path from <paramref name="anchor"/> and tells whoever is at its end.</summary>
    internal static void Deliver(IInternalActorRef anchor, IActorRef sender, ActorSelectionMessage selection)
    {
        var at = anchor;
        for (var i = 0; i < selection.Elements.Length; i++)
        {
            if (at is not ActorRefWithCell cell)
            {
                // A reference of another kind goes on from here by itself.
                at.Tell(selection.Copy(elements: selection.Elements[i..]), sender);
                return;
            }

            switch (selection.Elements[i])
            {
                case SelectParent:
                    at = cell.Parent;
                    break;
                case SelectChildName name:
                    at = cell.GetSingleChild(name.Name);
                    if (at is Nobody)
                    {
                        Miss(cell, anchor, sender, selection);
                        return;
                    }

                    break;
                case SelectChildRecursive:
                    DeliverBelow(cell, sender, selection.Message);
                    return;
                case SelectChildPattern pattern:
                    DeliverMatching(cell, anchor, sender, selection, pattern, selection.Elements[(i + 1)..]);
                    return;
            }
        }

        at.Tell(selection.Message, sender);
    }

    private static void DeliverMatching(
        ActorRefWithCell cell, IInternalActorRef anchor, IActorRef sender, ActorSelectionMessage selection,
        SelectChildPattern pattern, SelectionPathElement[] rest)
    {
        var matching = cell.Children.Where(child => pattern.Matches(child.Path.Name)).ToList();
        if (matching.Count == 0)
        {
            Miss(cell, anchor, sender, selection);
            return;
        }

        var onward = selection.Copy(elements: rest, wildCardFanOut: selection.WildCardFanOut || matching.Count > 1);
        foreach (var child in matching)
            Deliver((IInternalActorRef)child, sender, onward);
    }

    private static void DeliverBelow(ActorRefWithCell cell, IActorRef sender, object message)
    {
        foreach (var child in cell.Children)
        {
            child.Tell(message, sender);
            if (child is ActorRefWithCell inner)
                DeliverBelow(inner, sender, message);
        }
    }

    private static void Miss(
        ActorRefWithCell cell, IInternalActorRef anchor, IActorRef sender, ActorSelectionMessage selection)
    {
        if (selection.WildCardFanOut || cell is not LocalActorRef local)
            return;
        var path = anchor.Path / selection.Elements.Select(element => element.ToString());
        new EmptyLocalActorRef(cell.Provider, path, local.Cell.System.EventStream).Tell(selection, sender);
    }

    private static SelectionPathElement Element(string text) => text switch
    {
        "**" => SelectChildRecursive.Instance,
        ".." => SelectParent.Instance,
        _ when text.AsSpan().ContainsAny('*', '?') => new SelectChildPattern(text),
        _ => new SelectChildName(text),
    };
}

/// <summary>A message on its way along a path.</summary>
public class ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>What is left of the path.</summary>
    public SelectionPathElement[] Elements { get; } = elements;

    /// <summary>Whether a wildcard has matched more than one.</summary>
    public bool WildCardFanOut { get; } = wildCardFanOut;

    /// <summary>A copy with some parts changed.</summary>
    public ActorSelectionMessage Copy(
        object message = null, SelectionPathElement[] elements = null, bool? wildCardFanOut = null) =>
        new(message ?? Message, elements ?? Elements, wildCardFanOut ?? WildCardFanOut);

    /// <inheritdoc />
    public override string ToString() =>
        $"ActorSelectionMessage - Message: {Message} - WildCartFanOut: {WildCardFanOut} - " +
        $"Elements: {string.Join<SelectionPathElement>("/", Elements)}";
}

/// <summary>One step of a path.</summary>
public abstract class SelectionPathElement;

/// <summary>The child of a name.</summary>
public class SelectChildName(string name) : SelectionPathElement
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc />
    public override bool Equals(object obj) => obj is SelectChildName other && Name == other.Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>The children whose names match a pattern with * and ?.</summary>
public class SelectChildPattern(string patternStr) : SelectionPathElement
{
    private readonly Regex _regex = new(
        "^" + Regex.Escape(patternStr).Replace("\\*", ".*").Replace("\\?", ".") + "$", RegexOptions.CultureInvariant);

    /// <summary>The pattern.</summary>
    public string PatternStr { get; } = patternStr;

    /// <inheritdoc />
    public override bool Equals(object obj) => obj is SelectChildPattern other && PatternStr == other.PatternStr;

    /// <inheritdoc />
    public override int GetHashCode() => PatternStr.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => PatternStr;

    internal bool Matches(string name) => _regex.IsMatch(name);
}

/// <summary>Everything below.</summary>
public class SelectChildRecursive : SelectionPathElement
{
    /// <summary>The only instance.</summary>
    public static readonly SelectChildRecursive Instance = new();

    /// <inheritdoc />
    public override bool Equals(object obj) => obj is SelectChildRecursive;

    /// <inheritdoc />
    public override int GetHashCode() => 2;

    /// <inheritdoc />
    public override string ToString() => "**";
}

/// <summary>The actor above.</summary>
public class SelectParent : SelectionPathElement
{
    /// <summary>The only instance.</summary>
    public static readonly SelectParent Instance = new();

    /// <inheritdoc />
    public override bool Equals(object obj) => obj is SelectParent;

    /// <inheritdoc />
    public override int GetHashCode() => 1;

    /// <inheritdoc />
    public override string ToString() => "..";
}

/// <summary>Makes selections.</summary>
public static class ActorRefFactoryShared
{
    /// <summary>Whatever is at a path.</summary>
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system) =>
        new(((ExtendedActorSystem)system).Provider.RootGuardianAt(actorPath.Address), actorPath.Elements);

    /// <summary>Whatever is at a path: with an address, from the top, or from <paramref name="lookupRoot"/>.</summary>
    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        var provider = ((ExtendedActorSystem)system).Provider;
        if (path.Contains("://", StringComparison.Ordinal))
        {
            return Address.TryParse(path, out Address address, out var names)
                ? new ActorSelection(provider.RootGuardianAt(address), names)
                : new ActorSelection(provider.DeadLetters, "");
        }

        return path.StartsWith('/')
            ? new ActorSelection(provider.RootGuardian, path)
            : new ActorSelection(lookupRoot, path);
    }

    /// <summary>Whatever is at a path below an actor.</summary>
    public static ActorSelection ActorSelection(IActorRef anchorActorRef, string path) => new(anchorActorRef, path);
}

/// <summary>Shorter ways to make actors and selections.</summary>
public static class ActorRefFactoryExtensions
{
    /// <summary>Makes an actor of a type without arguments.</summary>
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string name = null)
        where TActor : ActorBase, new() => factory.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Whatever is at a path below an actor.</summary>
    public static ActorSelection ActorSelection(
        this IActorRefFactory factory, IActorRef anchorRef, string actorPath) =>
        ActorRefFactoryShared.ActorSelection(anchorRef, actorPath);
}

using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>Finds the mailbox type of an actor: by its props, by its dispatcher, by what its class needs, or the
/// default.</summary>
public class Mailboxes
{
    /// <summary>The path of the default mailbox.</summary>
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";

    private readonly ActorSystem _system;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, MailboxType> _byId = new();

    /// <summary>Creates the mailboxes of a system.</summary>
    public Mailboxes(ActorSystem system)
    {
        _system = system;
        DeadLetterQueue = new MessageQueues.DeadLetterMessageQueue(system.DeadLetters);
    }

    internal MessageQueues.IMessageQueue DeadLetterQueue { get; }

    /// <summary>The mailbox type that configuration has at <paramref name="id"/>.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public MailboxType Lookup(string id) => _byId.GetOrAdd(id, Build);

    /// <summary>The mailbox type for an actor.</summary>
    public MailboxType GetMailboxType(Props props, Config dispatcherConfig)
    {
        if (props.Deploy.Mailbox != Deploy.NoMailboxGiven)
            return Lookup(props.Deploy.Mailbox);
        var ofDispatcher = dispatcherConfig?.GetString("mailbox-requirement");
        if (dispatcherConfig is not null && dispatcherConfig.HasPath("mailbox-type"))
            return Make(dispatcherConfig.GetString("mailbox-type"), dispatcherConfig, dispatcherConfig.GetString("id"));
        var needed = RequirementOf(props.Type);
        if (!string.IsNullOrEmpty(ofDispatcher))
            return Lookup(ForSemantics(TypeNames.Resolve(ofDispatcher, "mailbox-requirement")));
        return Lookup(needed is null ? DefaultMailboxId : ForSemantics(needed));
    }

    private static Type RequirementOf(Type actor)
    {
        if (typeof(IActorStash).IsAssignableFrom(actor))
            return typeof(IUnboundedDequeBasedMessageQueueSemantics);
        var need = actor.GetInterfaces().FirstOrDefault(
            i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequiresMessageQueue<>));
        return need?.GetGenericArguments()[0];
    }

    private string ForSemantics(Type semantics)
    {
        var requirements = _system.Settings.Config.GetConfig("akka.actor.mailbox.requirements");
        foreach (var (name, value) in requirements.AsEnumerable())
        {
            if (TypeNames.Find(name) == semantics)
                return value.GetString();
        }

        throw new ConfigurationException(
            $"No mailbox is bound to '{semantics.FullName}' in akka.actor.mailbox.requirements.");
    }

    private MailboxType Build(string id)
    {
        var section = _system.Settings.Config.GetConfig(id)
            ?? throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        var type = section.GetString("mailbox-type");
        if (string.IsNullOrEmpty(type))
            throw new ConfigurationException($"The setting mailbox-type defined in [{id}] is empty");
        var defaults = _system.Settings.Config.GetConfig(DefaultMailboxId);
        return Make(type, id == DefaultMailboxId ? section : section.WithFallback(defaults), id);
    }

    private MailboxType Make(string typeName, Config section, string id)
    {
        var type = TypeNames.Resolve(typeName, $"{id}.mailbox-type");
        return (MailboxType)Activator.CreateInstance(type, _system.Settings, section);
    }
}

using System.Collections.Frozen;
using System.Runtime.ExceptionServices;
using Moe.Model.Failures;

namespace Moe.Cluster.Serialization;

/// <summary>
/// Forms of exceptions: the type's name, the message and the stack. Failures that a user can mend keep their type, since the
/// exit code goes by it; all others arrive as <see cref="RemoteFailureException"/>.
/// </summary>
internal static class FailureForms
{
    private static readonly FrozenDictionary<string, Func<string, MoeException>> Mendable =
        new Dictionary<string, Func<string, MoeException>>
        {
            [nameof(ConfigurationException)] = message => new ConfigurationException(message),
            [nameof(DataException)] = message => new DataException(message),
            [nameof(WeightsException)] = message => new WeightsException(message),
            [nameof(CheckpointException)] = message => new CheckpointException(message),
            [nameof(EnvironmentException)] = message => new EnvironmentException(message),
        }.ToFrozenDictionary();

    public static void Write(ref MessageWriter w, Exception failure)
    {
        w.Parts(3);
        if (failure is RemoteFailureException remote) w.Add(remote.TypeName).Add(remote.Text);
        else w.Add(failure is MoeException ? failure.GetType().Name : failure.GetType().FullName).Add(failure.Message);
        w.Add(failure.StackTrace);
    }

    public static Exception Read(ref MessageReader r)
    {
        r.Parts(3);
        var (type, message, stack) = (r.Text(), r.Text(), r.OptionalText());
        Exception failure = Mendable.TryGetValue(type, out var make) ? make(message) : new RemoteFailureException(type, message);
        return stack is null ? failure : ExceptionDispatchInfo.SetRemoteStackTrace(failure, stack);
    }
}

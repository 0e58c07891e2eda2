namespace Akka.Coordination;

/// <summary>Which lease to take, and how often to try. Leases are not part of this library; the type is there because
/// constructors name it.</summary>
public sealed class LeaseUsageSettings(string leaseImplementation, TimeSpan leaseRetryInterval)
{
    /// <summary>The path of the lease in configuration.</summary>
    public string LeaseImplementation { get; } = leaseImplementation;

    /// <summary>How often to try.</summary>
    public TimeSpan LeaseRetryInterval { get; } = leaseRetryInterval;
}

using System.Collections.Immutable;

namespace Akka.Cluster.Internal;

/// <summary>The failure detectors of the other members, and the times at which this process looked at them.</summary>
internal sealed class FailureDetectors(PhiAccrualDetector.Limits limits)
{
    private readonly Dictionary<UniqueAddress, PhiAccrualDetector> _detectors = [];
    private readonly HashSet<UniqueAddress> _hinted = [];
    private TimeSpan? _looked;

    /// <summary>The members that are watched.</summary>
    public IReadOnlyCollection<UniqueAddress> Watched => _detectors.Keys;

    /// <summary>Watches these members and no others.</summary>
    public void Watch(IReadOnlyCollection<UniqueAddress> nodes, TimeSpan now)
    {
        foreach (var gone in _detectors.Keys.Except(nodes).ToList())
        {
            _detectors.Remove(gone);
            _hinted.Remove(gone);
        }

        // A node has the usual time for a heartbeat from the moment at which its first answer is due.
        foreach (var added in nodes.Where(node => !_detectors.ContainsKey(node)))
            _detectors[added] = new PhiAccrualDetector(limits, now + limits.ExpectedResponseAfter);
    }

    /// <summary>A heartbeat has come.</summary>
    public void Heartbeat(UniqueAddress from, TimeSpan now)
    {
        if (!_detectors.TryGetValue(from, out var detector))
            return;
        _hinted.Remove(from);
        detector.Heartbeat(now);
    }

    /// <summary>Something else says that a node has ended. It holds until a heartbeat comes.</summary>
    public void Hint(UniqueAddress ended)
    {
        if (_detectors.ContainsKey(ended))
            _hinted.Add(ended);
    }

    /// <summary>
    /// Who cannot be reached. To be called at every heartbeat interval: when this process comes late, it stood still
    /// itself, and the silence of the others in that time is its own.
    /// </summary>
    public ImmutableHashSet<UniqueAddress> Look(TimeSpan now)
    {
        var late = now - (_looked ?? now) - limits.HeartbeatInterval;
        _looked = now;
        if (late > limits.HeartbeatInterval)
        {
            foreach (var detector in _detectors.Values)
                detector.Forgive(late);
        }

        return [.. _detectors.Where(d => _hinted.Contains(d.Key) || !d.Value.IsAvailable(now)).Select(d => d.Key)];
    }
}

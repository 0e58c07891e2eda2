using System.Diagnostics;

namespace Akka.Actor.Internal;

/// <summary>A child and how often it was restarted.</summary>
public class ChildRestartStats
{
    private int _count;
    private long _windowStart;

    /// <summary>Creates the record of a child.</summary>
    public ChildRestartStats(
        IInternalActorRef child, uint maxNrOfRetriesCount = 0, long restartTimeWindowStartTicks = 0)
    {
        Child = child;
        _count = (int)maxNrOfRetriesCount;
        _windowStart = restartTimeWindowStartTicks;
    }

    /// <summary>The child.</summary>
    public IInternalActorRef Child { get; }

    /// <summary>The incarnation of the child.</summary>
    public long Uid => Child.Path.Uid;

    /// <summary>How many restarts count at present.</summary>
    public uint MaxNrOfRetriesCount => (uint)_count;

    /// <summary>When the present window began.</summary>
    public long RestartTimeWindowStartTicks => _windowStart;

    /// <summary>Whether one more restart is within the limits; counts it.</summary>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
            return false;
        var limited = maxNrOfRetries > 0;
        if (withinTimeMilliseconds <= 0)
            return !limited || ++_count <= maxNrOfRetries;
        var now = Stopwatch.GetTimestamp();
        if (_windowStart == 0 || Stopwatch.GetElapsedTime(_windowStart, now).TotalMilliseconds > withinTimeMilliseconds)
        {
            _windowStart = now;
            _count = 1;
            return true;
        }

        return ++_count <= (limited ? maxNrOfRetries : 1);
    }
}

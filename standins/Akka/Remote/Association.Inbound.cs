namespace Akka.Remote;

/// <summary>The side of the reader: who may deliver, and what has been delivered.</summary>
internal sealed partial class Association
{
    // Taken before the gate where both are needed.
    private readonly object _deliveries = new();
    private InboundLine _inbound;
    private long _lastReceived;

    /// <summary>The number of the last message of the library that was taken from the peer.</summary>
    public long LastReceived
    {
        get
        {
            lock (_deliveries)
                return _lastReceived;
        }
    }

    /// <summary>From now on only this connection of the peer counts; the one before is closed, so that nothing arrives
    /// twice or late. False when the peer's incarnation was given up.</summary>
    public bool Accept(InboundLine line, int uid)
    {
        lock (_deliveries)
        {
            if (!Adopt(uid))
                return false;
            _inbound?.Close();
            _inbound = line;
            Touch();
            IsThere();
            return true;
        }
    }

    /// <summary>Runs <paramref name="delivery"/> if the connection still counts.</summary>
    public bool Deliver(InboundLine line, Action delivery)
    {
        lock (_deliveries)
        {
            if (_inbound != line)
                return false;
            delivery();
            return true;
        }
    }

    /// <summary>Runs <paramref name="delivery"/> if the connection still counts and the message is the next one; those
    /// that were taken before are passed over.</summary>
    /// <exception cref="InvalidDataException">Messages are missing before it.</exception>
    public bool DeliverSystem(InboundLine line, long number, Action delivery)
    {
        lock (_deliveries)
        {
            if (_inbound != line)
                return false;
            if (number > _lastReceived + 1)
                throw new InvalidDataException(
                    $"The message of the library has number {number}, expected {_lastReceived + 1}.");
            if (number == _lastReceived + 1)
            {
                _lastReceived = number;
                delivery();
            }

            return true;
        }
    }

    /// <summary>A connection of the peer has ended.</summary>
    public void Ended(InboundLine line)
    {
        lock (_deliveries)
        {
            if (_inbound == line)
                _inbound = null;
        }
    }

    private void CloseInbound()
    {
        lock (_deliveries)
            _inbound?.Close();
    }
}

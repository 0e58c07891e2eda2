namespace Akka.Remote;

/// <summary>The side of the writer: what is to be sent next.</summary>
internal sealed partial class Association
{
    /// <summary>What the writer is to do.</summary>
    public enum Next
    {
        /// <summary>Write the batch.</summary>
        Write,

        /// <summary>Nothing; only show that the connection lives.</summary>
        Idle,

        /// <summary>The connection is broken: make another.</summary>
        Reconnect,

        /// <summary>The system ends and all is sent.</summary>
        Finish,
    }

    /// <summary>Waits until there is a reason to be connected. False when there will be none.</summary>
    public bool WaitForWork()
    {
        lock (_gate)
        {
            while (true)
            {
                var waiting = _queue.Count + _priority.Count + _unacknowledged.Count > 0;
                if (_closing)
                    return waiting && Environment.TickCount64 < _closeBy;
                if (waiting || Watches.Any)
                {
                    // The silence of a peer that nobody needed does not count against it.
                    if (_idle)
                        Touch();
                    _idle = false;
                    return true;
                }

                _idle = true;
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Pauses before the next attempt to connect.</summary>
    public void Rest(TimeSpan pause)
    {
        lock (_gate)
        {
            // Messages that arrive meanwhile pulse too; only a call from the peer is a reason to try sooner.
            var end = Environment.TickCount64 + (long)pause.TotalMilliseconds;
            while (!_closing && !_isThere && end - Environment.TickCount64 is > 0 and var left)
                Monitor.Wait(_gate, (int)left);
            _isThere = false;
        }
    }

    /// <summary>An attempt to connect has failed: what has waited too long is lost. When the system ends, all is.</summary>
    public void Expire()
    {
        List<Outgoing> lost = [];
        lock (_gate)
        {
            var oldest = Environment.TickCount64 - (long)_transport.Settings.RetryGateClosedFor.TotalMilliseconds;
            var isGone = RemoteUid is { } uid && _gone.Contains(uid);
            if (_closing)
            {
                lost = TakeAll();
            }
            else
            {
                bool Waits(Outgoing waiting) => waiting.Since > oldest || (waiting.IsSystem && !isGone);
                lost = [.. _priority.Concat(_queue).Where(waiting => !Waits(waiting))];
                if (lost.Count == 0)
                    return;
                var kept = _priority.Where(Waits).ToList();
                _priority.Clear();
                kept.ForEach(_priority.Enqueue);
                _queue = new Queue<Outgoing>(_queue.Where(Waits));
                _systemWaiting -= lost.Count(message => message.IsSystem);
            }
        }

        lost.ForEach(_transport.Lost);
        if (lost.Exists(message => message.IsSystem))
            Watches.AddressTerminated();
    }

    /// <summary>A connection stands; gives what was written before and must be written again.</summary>
    public List<Outgoing> Connected()
    {
        lock (_gate)
        {
            _connected = true;
            _isThere = false;
            return [.. _unacknowledged];
        }
    }

    /// <summary>The connection stands no more.</summary>
    public void Disconnected()
    {
        lock (_gate)
            _connected = false;
    }

    /// <summary>Takes what is to be written next, waiting for it until <paramref name="until"/>.</summary>
    public Next Take(List<Outgoing> batch, int most, long until, Func<bool> isBroken)
    {
        lock (_gate)
        {
            while (true)
            {
                if (isBroken())
                    return Next.Reconnect;
                while (batch.Count < most && _priority.TryDequeue(out var first))
                    batch.Add(first);
                while (batch.Count < most && _queue.TryDequeue(out var next))
                    batch.Add(next);
                if (batch.Count > 0)
                    return Next.Write;
                var now = Environment.TickCount64;
                if (_closing && (_unacknowledged.Count == 0 || now >= _closeBy))
                    return Next.Finish;
                if (now >= until)
                    return Next.Idle;
                Monitor.Wait(_gate, (int)(Math.Min(until, _closing ? _closeBy : until) - now) + 1);
            }
        }
    }

    /// <summary>A message of the library is about to be written for the first time: it gets its number, and is kept until
    /// acknowledged.</summary>
    public void Keep(Outgoing system)
    {
        lock (_gate)
        {
            system.Number = ++_lastNumber;
            _unacknowledged.Enqueue(system);
        }
    }

    /// <summary>What was taken and not written goes back, before all else.</summary>
    public void PutBack(IEnumerable<Outgoing> batch)
    {
        lock (_gate)
            _queue = new Queue<Outgoing>([.. batch, .. _queue]);
    }

    /// <summary>The peer has messages of the library up to a number.</summary>
    public void Acknowledge(long number)
    {
        lock (_gate)
        {
            while (_unacknowledged.TryPeek(out var first) && first.Number <= number)
            {
                _unacknowledged.Dequeue();
                _systemWaiting = Math.Max(0, _systemWaiting - 1);
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The peer has called: an attempt to connect is worth while now.</summary>
    private void IsThere()
    {
        lock (_gate)
        {
            _isThere = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Wakes the writer.</summary>
    public void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}

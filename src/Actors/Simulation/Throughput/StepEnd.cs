using Moe.Actors.Placement;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// What ends a step: Prepare and Commit at every expert, gradients exchanged between copies, snapshots, restores. Copies of
/// the vocabulary are on every node and exchange gradients as a ring does: each byte is sent and received twice.
/// </summary>
internal sealed class StepEnd(
    ThroughputSettings settings, WorkCosts costs, TaskPaths paths, Machines machines, ClusterSeats seats, Coordination coordinator)
{
    private readonly int[] messages = new int[machines.Count];
    private readonly double[] touchedParameters = new double[machines.Count];
    private readonly double[] exchangedBytes = new double[machines.Count];
    private readonly double[] heldParameters = new double[machines.Count];

    /// <summary>Every expert that took part measures its gradients.</summary>
    /// <returns>When the coordinator has all norms.</returns>
    public double Prepare(double now, int[][] drawn)
    {
        Array.Clear(messages);
        Array.Clear(touchedParameters);
        Array.Clear(exchangedBytes);
        var touched = new bool[paths.Experts.Length];
        foreach (var path in drawn)
        {
            foreach (var expert in path) touched[expert] = true;
        }
        for (var expert = 0; expert < touched.Length; expert++)
        {
            if (touched[expert]) Touch(expert);
        }
        var vocabulary = VocabularyDone(now);
        machines.Carry(exchangedBytes.Sum());
        return coordinator.AskAll(now, messages, (node, asked) =>
        {
            var ready = Math.Max(vocabulary, Math.Max(asked, machines.Finish(node, now)));
            return ready + (exchangedBytes[node] / settings.LinkBytesPerSecond)
                + (touchedParameters[node] * WorkCosts.BytesMeasured / settings.MemoryBytesPerSecond);
        });
    }

    /// <summary>Every expert updates, or only moves its version on.</summary>
    /// <returns>When the coordinator knows of all.</returns>
    public double Commit(double now)
    {
        Array.Clear(messages);
        for (var node = 0; node < messages.Length; node++) messages[node] = seats.Alive[node] ? 1 : 0;
        foreach (var copies in seats.Nodes)
        {
            foreach (var node in copies) messages[node]++;
        }
        return coordinator.AskAll(now, messages, (node, asked) => asked
            + (touchedParameters[node] * WorkCosts.BytesUpdated / settings.MemoryBytesPerSecond / machines.SpeedOf(node)));
    }

    /// <summary>Every node copies its state and begins to stream it to another.</summary>
    /// <returns>When the copies are made.</returns>
    public double Snapshot(double now)
    {
        Array.Clear(heldParameters);
        for (var expert = 0; expert < seats.Nodes.Length; expert++)
            heldParameters[seats.Nodes[expert][0]] += costs.ParametersOf(paths.RowOf[expert]);
        var copied = now + (heldParameters.Max() * WorkCosts.BytesOfSnapshot / settings.MemoryBytesPerSecond);
        for (var node = 0; node < heldParameters.Length && settings.Nodes > 1; node++)
            machines.Stream(node, copied, heldParameters[node] * WorkCosts.BytesOfSnapshot);
        return copied;
    }

    /// <summary>Lost experts are loaded where they are planned now; everybody else goes back by its own copy.</summary>
    /// <returns>When all are at the snapshot's version.</returns>
    public double Restore(double now, IReadOnlyList<ExpertMove> moves)
    {
        var bytes = new double[machines.Count];
        foreach (var move in moves)
        {
            if (move.To is { } to) bytes[seats.IndexOf(to)] += move.Bytes * (double)WorkCosts.BytesOfSnapshot / WorkCosts.BytesHeld;
        }
        machines.Carry(bytes.Sum());
        Array.Clear(heldParameters);
        for (var expert = 0; expert < seats.Nodes.Length; expert++)
        {
            foreach (var node in seats.Nodes[expert]) heldParameters[node] += costs.ParametersOf(paths.RowOf[expert]);
        }
        return now + (3 * settings.LinkLatencySeconds) + (bytes.Max() / settings.LinkBytesPerSecond)
            + (heldParameters.Max() * WorkCosts.BytesOfSnapshot / settings.MemoryBytesPerSecond);
    }

    private void Touch(int expert)
    {
        var parameters = costs.ParametersOf(paths.RowOf[expert]);
        var copies = seats.Nodes[expert];
        foreach (var node in copies)
        {
            messages[node]++;
            touchedParameters[node] += parameters;
            exchangedBytes[node] += parameters * WorkCosts.BytesMeasured * (copies.Length - 1);
        }
    }

    private double VocabularyDone(double now)
    {
        var (last, living) = (now, 0);
        for (var node = 0; node < messages.Length; node++)
        {
            if (!seats.Alive[node]) continue;
            living++;
            messages[node]++;
            touchedParameters[node] += costs.VocabularyParameters;
            last = Math.Max(last, machines.Finish(node, now));
        }
        if (living == 1) return last;
        var bytes = 2 * WorkCosts.BytesMeasured * costs.VocabularyParameters * (living - 1) / living;
        machines.Carry(bytes * living);
        return last + (bytes / settings.LinkBytesPerSecond) + (2 * Math.Log2(living) * settings.LinkLatencySeconds);
    }
}

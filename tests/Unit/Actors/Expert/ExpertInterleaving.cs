using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Expert;

/// <summary>
/// Drives one expert through some steps in an order that a seed decides: operations, additions and updates end when
/// the dice say so, tries fail or are given up, requests come twice or late, Prepare comes early, steps are voided at
/// any moment. Every effect is checked when it is asked for and when it ends.
/// </summary>
internal sealed class ExpertInterleaving(int seed)
{
    private const string Router = "router";
    private const string Coordinator = "coordinator";
    private static readonly ExpertId Id = new(ExpertKind.Decoder, 1, 0);

    private readonly Random random = new(seed);
    private readonly ExpertState state = Begun();
    private readonly List<ExpertEffect> running = [];
    private readonly HashSet<MicroBatchKey> held = [];
    private readonly List<(MicroBatchKey Key, int After, bool Forward)> asked = [];
    private readonly List<int> added = [];
    private Progress[] plan = [];
    private long step;
    private bool prepareSent;
    private bool prepared;
    private bool commitSent;
    private bool voided;
    private bool ended;

    private enum Stage
    {
        Forward,
        ForwardRuns,
        Backward,
        BackwardRuns,
        Reported,
    }

    public void Run(int steps)
    {
        for (step = 0; step < steps; step++)
        {
            BeginStep();
            for (var turn = 0; !ended; turn++)
            {
                Assert.True(turn < 5000, $"seed {seed}: step {step} does not end");
                Turn();
            }
            Assert.Equal(step + 1, state.Version);
            if (!voided) Assert.Equal(plan.Select(part => part.Index), added);
        }
        while (running.Count > 0) EndOne();
        Assert.Empty(held);
        Assert.Equal(0, state.OpenMicroBatches);
    }

    private static ExpertState Begun()
    {
        var begun = new ExpertState(Id, "node", 1);
        begun.On(new ExpertCommands.Announce(Id, 0), Coordinator);
        begun.On(new ExpertCommands.Restore(Id, 0, 0, StateSource.Initial), Coordinator);
        begun.On(new ExpertInput.Loaded(0));
        return begun;
    }

    private void BeginStep()
    {
        var indices = Enumerable.Range(0, 6).Where(_ => random.Next(3) > 0).DefaultIfEmpty(2).ToArray();
        plan = [.. indices.Select((index, place) => new Progress(index, place == 0 ? -1 : indices[place - 1]))];
        added.Clear();
        (prepareSent, prepared, commitSent, voided, ended) = (false, false, false, false, false);
    }

    private void Turn()
    {
        switch (random.Next(12))
        {
            case < 5:
                Advance(plan[random.Next(plan.Length)]);
                break;
            case < 9:
                EndOne();
                break;
            case 9:
                Repeat();
                break;
            case 10 when random.Next(3) == 0:
                GiveUpElsewhere(plan[random.Next(plan.Length)]);
                break;
            default:
                Coordinate();
                break;
        }
    }

    private void Advance(Progress part)
    {
        if (part.Stage is not (Stage.Forward or Stage.Backward)) return;
        Ask(part.Key(step), part.After, part.Stage == Stage.Forward);
        part.Stage++;
    }

    private void Ask(MicroBatchKey key, int after, bool forward)
    {
        asked.Add((key, after, forward));
        var operation = forward ? FakeOperations.Forward : FakeOperations.Backward;
        Take(state.On(new ExpertCommands.Compute(Id, key, after, operation), Router));
    }

    // A request once sent may arrive again at any time, in this step or a later one.
    private void Repeat()
    {
        if (asked.Count == 0) return;
        var (key, after, forward) = asked[random.Next(asked.Count)];
        Ask(key, after, forward);
    }

    private void GiveUpElsewhere(Progress part)
    {
        if (commitSent || prepareSent) return;
        part.TryAgain();
    }

    private void Coordinate()
    {
        var reported = plan.All(part => part.Stage == Stage.Reported);
        if (!prepareSent && (reported || random.Next(8) == 0) || (prepareSent && !prepared && random.Next(4) == 0))
        {
            prepareSent = true;
            Take(state.On(new ExpertCommands.Prepare(Id, 0, step, plan.Length), Coordinator));
        }
        else if (!commitSent && random.Next(40) == 0) Commit(apply: false);
        else if (!commitSent && prepared && reported) Commit(apply: true);
        else if (commitSent && random.Next(4) == 0) Commit(apply: !voided);
        else if (step > 0 && random.Next(4) == 0) SendStale();
    }

    private void Commit(bool apply)
    {
        (commitSent, voided) = (true, !apply);
        Take(state.On(new ExpertCommands.Commit(Id, 0, step, apply, 1, 1), Coordinator));
    }

    private void SendStale()
    {
        Assert.Empty(state.On(new ExpertCommands.Prepare(Id, 0, step - 1, 1), Coordinator));
        var again = state.On(new ExpertCommands.Commit(Id, 0, step - 1, true, 1, 1), Coordinator);
        Assert.Equal([new ExpertEvents.Committed(Id, 0, step - 1, step)], ExpertScript.Replies(again));
    }

    private void EndOne()
    {
        if (running.Count == 0) return;
        var effect = running[random.Next(running.Count)];
        running.Remove(effect);
        switch (effect)
        {
            case ExpertEffect.Run run when random.Next(12) == 0:
                Take(state.On(new ExpertInput.Failed(run.Key, run.Operation.Name, "by chance")));
                break;
            case ExpertEffect.Run run:
                Take(state.On(new ExpertInput.Finished(run.Key, run.Operation, FakeOperations.Result)));
                break;
            case ExpertEffect.Add add:
                held.Remove(add.Key);
                Take(state.On(new ExpertInput.Added(add.Key)));
                break;
            case ExpertEffect.Measure measure:
                Take(state.On(new ExpertInput.Measured(measure.Step, 1)));
                break;
            case ExpertEffect.Update update:
                Take(state.On(new ExpertInput.Updated(update.Step)));
                break;
        }
    }

    private void Take(IReadOnlyList<ExpertEffect> effects)
    {
        foreach (var effect in effects) Take(effect);
    }

    private void Take(ExpertEffect effect)
    {
        switch (effect)
        {
            case ExpertEffect.Run run:
                Assert.Empty(RunsOf(run.Key));
                if (run.Operation.Opens) held.Add(run.Key);
                Assert.Contains(run.Key, held);
                running.Add(run);
                break;
            case ExpertEffect.Add add:
                TakeAdd(add);
                break;
            case ExpertEffect.Drop drop:
                Assert.Empty(RunsOf(drop.Key));
                held.Remove(drop.Key);
                break;
            case ExpertEffect.Measure or ExpertEffect.Update:
                Assert.DoesNotContain(running, WritesBuffers);
                Assert.Equal(plan.Select(part => part.Index), added);
                running.Add(effect);
                break;
            case ExpertEffect.Reply reply:
                TakeReply(reply.Message);
                break;
        }
    }

    private void TakeAdd(ExpertEffect.Add add)
    {
        Assert.DoesNotContain(running, WritesBuffers);
        Assert.Empty(RunsOf(add.Key));
        Assert.Contains(add.Key, held);
        Assert.Equal(plan[added.Count].Index, add.Key.Index);
        Assert.Equal(added.Count == 0, add.Overwrite);
        added.Add(add.Key.Index);
        running.Add(add);
    }

    private void TakeReply(object message)
    {
        switch (message)
        {
            case ExpertEvents.Computed computed when Current(computed.Key) is { } part:
                if (computed.Operation == (part.Stage == Stage.ForwardRuns ? "forward" : "backward")) part.Stage++;
                break;
            case ExpertEvents.Failed failed when Current(failed.Key) is { Stage: not Stage.Reported } part:
                part.TryAgain();
                break;
            case ExpertEvents.Prepared answer when answer.Step == step:
                prepared = true;
                break;
            case ExpertEvents.Committed committed when committed.Step == step:
                if (voided) Assert.Empty(running);
                ended = true;
                break;
        }
    }

    private static bool WritesBuffers(ExpertEffect effect) =>
        effect is ExpertEffect.Add or ExpertEffect.Measure or ExpertEffect.Update;

    private IEnumerable<ExpertEffect> RunsOf(MicroBatchKey key) => running.Where(effect =>
        effect is ExpertEffect.Run run ? run.Key == key : effect is ExpertEffect.Add add && add.Key == key);

    private Progress? Current(MicroBatchKey key) => plan.FirstOrDefault(part => part.Key(step) == key);

    private sealed class Progress(int index, int after)
    {
        private int attempt;

        public int Index => index;

        public int After => after;

        public Stage Stage { get; set; }

        public MicroBatchKey Key(long step) => new(step, index, attempt);

        public void TryAgain()
        {
            attempt++;
            Stage = Stage.Forward;
        }
    }
}

using System.Runtime.Serialization;
using Moe.Actors.Messages;
using Moe.Curriculum.Batches;
using Moe.Model.Routing;

namespace Moe.Cluster.Serialization;

/// <summary>Forms of what routers are told and tell.</summary>
internal static class RouterForms
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MessageForm> All { get; } =
    [
        MessageForm.Of<RouterCommands.Begin>("router.begin", 2,
            (ref w, m) => w.Add(m.Epoch)
                .AddAll(m.Experts, (ref w, pair) => w.Parts(2).Add(pair.Key).AddActor(pair.Value)),
            (ref r) => new(r.Long(), r.ByExpert<object>((ref r) => r.Actor()))),
        MessageForm.Of<RouterCommands.Assign>("router.assign", 7, WriteAssign, ReadAssign),
        MessageForm.Of<RouterCommands.Forget>("router.forget", 2,
            (ref w, m) => w.Add(m.Epoch).Add(m.Step),
            (ref r) => new(r.Long(), r.Long())),
        MessageForm.Of<RouterEvents.Pull>("router.pull", 3,
            (ref w, m) => w.Add(m.Node).Add(m.Slots).Add(m.Epoch),
            (ref r) => new(r.Text(), r.Int(), r.Long())),
        MessageForm.Of<RouterEvents.Done>("router.done", 7, WriteDone, ReadDone),
        MessageForm.Of<RouterEvents.Failed>("router.failed", 3,
            (ref w, m) => w.Add(m.Key).Add(m.Reason).Add(m.Lost),
            (ref r) => new(r.Key(), r.Text(), r.Flag())),
    ];

    private static void WriteAssign(ref MessageWriter w, RouterCommands.Assign assign)
    {
        var plan = assign.Plan;
        w.Add(plan.Key)
            .AddAll(plan.Examples, (ref w, example) => w.Parts(3).Add(example.Task).Add(example.Row).Add(example.Answer));
        WriteRoutes(ref w, plan.Routes);
        w.Add((long)plan.Mode).AddAll(plan.After, (ref w, pair) => w.Parts(2).Add(pair.Key).Add(pair.Value)).Add(plan.RoutesLearn)
            .Add(assign.Trace);
    }

    private static RouterCommands.Assign ReadAssign(ref MessageReader r) => new(
        new MicroBatchPlan(r.Key(), r.All(ReadExample), ReadRoutes(ref r), r.Choice<ComputationMode>(), r.ByExpert((ref r) => r.Int()))
        {
            RoutesLearn = r.Flag(),
        }, r.OptionalText());

    private static ExampleReference ReadExample(ref MessageReader r)
    {
        r.Parts(3);
        return new ExampleReference(r.Int(), r.Int(), r.Int());
    }

    private static void WriteRoutes(ref MessageWriter w, RouteBatch routes) => w.Parts(4)
        .Add(routes.Layers).Add(routes.Experts).AddBits<int>([.. routes.TaskIds]).AddBits(routes.Weights_LBE.Span);

    private static RouteBatch ReadRoutes(ref MessageReader r)
    {
        r.Parts(4);
        var (layers, experts, tasks, weights_LBE) = (r.NotNegative(), r.NotNegative(), r.Bits<int>(), r.Bits<float>());
        // In wide numbers: the product of sizes from outside may wrap around.
        return (Int128)layers * experts * tasks.Length == weights_LBE.Length
            ? new RouteBatch(layers, experts, tasks, weights_LBE)
            : throw new SerializationException(
                $"found {weights_LBE.Length} route weights for {layers} layers, {tasks.Length} rows and {experts} experts");
    }

    private static void WriteDone(ref MessageWriter w, RouterEvents.Done done)
    {
        var report = done.Report;
        w.Add(report.Key).Add(report.Loss).Add(report.TargetTokens).Add(report.Tokens)
            .AddBits<double>(report.RowLoss).AddBits<int>(report.RowTokens).AddBits<float>(report.RouteGradient_LBE);
    }

    private static RouterEvents.Done ReadDone(ref MessageReader r) => new(new MicroBatchReport(
        r.Key(), r.Double(), r.Int(), r.Int(), r.Bits<double>(), r.Bits<int>(), r.Bits<float>()));
}

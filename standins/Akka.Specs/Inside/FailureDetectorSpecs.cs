using Akka.Cluster.Internal;
using Akka.Configuration;

namespace AkkaSpecs.Inside;

public sealed class FailureDetectorSpecs
{
    private static readonly PhiAccrualDetector.Limits Limits = PhiAccrualDetector.Limits.From(
        ConfigurationFactory.Reference("cluster").GetConfig("akka.cluster.failure-detector"));

    [Fact]
    public void With_the_defaults_a_silence_of_four_seconds_is_borne_and_of_five_is_not()
    {
        var detector = Regular();
        Assert.True(detector.IsAvailable(At(60 + 4.0)));
        Assert.True(detector.IsAvailable(At(60 + 4.5)));
        Assert.False(detector.IsAvailable(At(60 + 4.7)));
    }

    [Fact]
    public void Suspicion_grows_with_silence_and_stays_a_number()
    {
        var detector = Regular();
        var before = -1.0;
        for (var silence = 0.0; silence < 8; silence += 0.5)
        {
            var phi = detector.Phi(At(60 + silence));
            Assert.True(phi >= before && !double.IsNaN(phi), $"{phi} after {silence} s");
            before = phi;
        }

        Assert.False(detector.IsAvailable(At(10_000)));
    }

    [Fact]
    public void Heartbeats_that_vary_are_borne_longer()
    {
        var steady = Regular();
        var unsteady = new PhiAccrualDetector(Limits, At(0));
        for (var second = 1; second <= 60; second++)
            unsteady.Heartbeat(At(second + (second % 2 == 0 ? 0.4 : -0.4)));
        Assert.True(unsteady.Phi(At(64)) < steady.Phi(At(64)));
    }

    [Fact]
    public void A_node_that_never_answers_is_unreachable()
    {
        var detectors = new FailureDetectors(Limits);
        detectors.Watch([Views.Node(1), Views.Node(2)], At(0));
        for (var second = 0; second <= 10; second++)
        {
            detectors.Heartbeat(Views.Node(1), At(second));
            var unreachable = detectors.Look(At(second));
            Assert.DoesNotContain(Views.Node(1), unreachable);
            if (second <= 4)
                Assert.Empty(unreachable);
        }

        Assert.Equal([Views.Node(2)], detectors.Look(At(11)));
        detectors.Heartbeat(Views.Node(2), At(11.5));
        Assert.Empty(detectors.Look(At(12)));
    }

    [Fact]
    public void Who_stood_still_itself_does_not_suspect_others()
    {
        var detectors = new FailureDetectors(Limits);
        detectors.Watch([Views.Node(1)], At(0));
        for (var second = 0; second <= 10; second++)
        {
            detectors.Heartbeat(Views.Node(1), At(second));
            detectors.Look(At(second));
        }

        Assert.Empty(detectors.Look(At(60)));
        Assert.Empty(detectors.Look(At(61)));
        Assert.NotEmpty(Enumerable.Range(62, 8).Select(second => detectors.Look(At(second))).ToList()[^1]);
    }

    [Fact]
    public void A_hint_holds_until_a_heartbeat_of_the_same_life()
    {
        var detectors = new FailureDetectors(Limits);
        detectors.Watch([Views.Node(1)], At(0));
        detectors.Heartbeat(Views.Node(1), At(0.5));
        detectors.Hint(Views.Node(1));
        Assert.Equal([Views.Node(1)], detectors.Look(At(1)));
        detectors.Heartbeat(Views.Node(1, life: 2), At(1.2));
        Assert.Equal([Views.Node(1)], detectors.Look(At(1.5)));
        detectors.Heartbeat(Views.Node(1), At(2));
        Assert.Empty(detectors.Look(At(2.5)));
        detectors.Hint(Views.Node(9));
        Assert.Empty(detectors.Look(At(3)));
    }

    private static PhiAccrualDetector Regular()
    {
        var detector = new PhiAccrualDetector(Limits, At(0));
        for (var second = 1; second <= 60; second++)
            detector.Heartbeat(At(second));
        return detector;
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}

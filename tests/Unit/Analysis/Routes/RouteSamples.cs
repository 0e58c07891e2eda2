using Moe.Analysis.Routes;

namespace Moe.Unit.Specs.Analysis.Routes;

internal static class RouteSamples
{
    public static RouteTable Table(long step = 7) => new(
        step,
        [new RouteLayer("encoder.0", 3), new RouteLayer("decoder.0", 2)],
        [
            new TaskRoute("city_country", "world", [[0.1f, 0.2f, 0.7f], [1, 0]]),
            new TaskRoute("bing, \"polarity\"", "classification", [[1f / 3, 1f / 3, 1f / 3], [0.25f, 0.75f]]),
            new TaskRoute("airport_country", "world", [[0, 0, 1], [0.5f, 0.5f]]),
        ]);
}

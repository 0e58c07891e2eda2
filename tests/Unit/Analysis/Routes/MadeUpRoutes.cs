using Moe.Analysis.Routes;

namespace Moe.Unit.Specs.Analysis.Routes;

/// <summary>Routes through two layers of two experts: words on 0, cities on 1, and one word that goes astray in layer 1.</summary>
internal static class MadeUpRoutes
{
    public static RouteTable Table(long step = 100) => new(
        step,
        [new RouteLayer("encoder.0", 2), new RouteLayer("decoder.0", 2)],
        [
            Task("noun_plural", "lexical", 0, 0), Task("verb_past", "lexical", 0, 0), Task("adj_comparative", "lexical", 0.1f, 0.1f),
            Task("spell", "lexical", 0, 0.9f), Task("city_country", "world <knowledge>", 1, 1),
            Task("area_state", "world <knowledge>", 1, 1), Task("vendor", "world <knowledge>", 0.9f, 1),
        ]);

    /// <summary>The same tasks, all on one path.</summary>
    public static RouteTable OnePath(long step) => new(
        step, Table().Layers, [.. Table().Tasks.Select(task => Task(task.Task, task.Category, 0, 0))]);

    private static TaskRoute Task(string name, string category, float first, float second) =>
        new(name, category, [[1 - first, first], [1 - second, second]]);
}

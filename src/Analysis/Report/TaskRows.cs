using System.Xml.Linq;
using Moe.Analysis.Clusters;
using Moe.Analysis.Plots;
using Moe.Analysis.Routes;

namespace Moe.Analysis.Report;

/// <summary>Tasks one below the other, in the ontology's order or by cluster, with a gap between groups.</summary>
internal sealed class TaskRows
{
    /// <summary>Pixels of a row.</summary>
    public const double Row = 12;

    /// <summary>Where what stands beside the names begins.</summary>
    public const double Left = 152;

    private const double Gap = 5;
    private const double Stripe = 6;

    /// <summary>Letters of a name that there is room for.</summary>
    private const int LettersMax = 27;

    private readonly IReadOnlyList<TaskRoute> _tasks;
    private readonly string[] _categories;

    public TaskRows(RouteClusters clusters)
    {
        _tasks = clusters.Table.Tasks;
        _categories = [.. _tasks.Select(task => task.Category).Distinct()];
        ByOntology = Positions([.. Enumerable.Range(0, _tasks.Count)], task => _tasks[task].Category);
        ByCluster = Positions(clusters.Tree.Leaves(), task => clusters.ClusterOf[task]);
        Height = Math.Max(ByOntology.Max(), ByCluster.Max()) + Row;
    }

    /// <summary>Where each task's row begins when the ontology orders them.</summary>
    public double[] ByOntology { get; }

    /// <summary>The same when the tree of clusters does.</summary>
    public double[] ByCluster { get; }

    public double Height { get; }

    /// <summary>Categories in the order of their colours.</summary>
    public IReadOnlyList<string> Categories => _categories;

    /// <summary>A task's name and the colour of its category, to stand at the left of a row.</summary>
    public IEnumerable<XElement> Label(int task)
    {
        TaskRoute route = _tasks[task];
        string name = route.Task.Length <= LettersMax ? route.Task : route.Task[..(LettersMax - 1)] + "…";
        XElement text = Picture.Text(Left - Stripe - 6, Row - 3, name, "end");
        if (name != route.Task)
            text.Add(Picture.Tip(route.Task));
        yield return text;
        yield return Picture.Rectangle(
            Left - Stripe - 3,
            0,
            Stripe,
            Row - 1,
            "stripe",
            Picture.Fill(Palette.Category(Array.IndexOf(_categories, route.Category))),
            Picture.Tip(route.Category));
    }

    private static double[] Positions<T>(int[] order, Func<int, T> groupOf)
    {
        var positions = new double[order.Length];
        double at = 0;
        for (int i = 0; i < order.Length; i++)
        {
            if (i > 0 && !Equals(groupOf(order[i]), groupOf(order[i - 1])))
                at += Gap;
            positions[order[i]] = at;
            at += Row;
        }

        return positions;
    }
}

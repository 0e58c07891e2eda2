using Moe.Analysis.Routes;
using Moe.Cluster.RouteAnalysis;
using Moe.Model.Failures;
using Moe.Unit.Specs.Analysis.Routes;
using Xunit;

namespace Moe.Unit.Specs.Cluster.RouteAnalysis;

public sealed class RunRoutesSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_without_a_run_or_without_routes_is_refused_with_the_mend()
    {
        Assert.Contains("run.hocon", Refusal(), StringComparison.Ordinal);
        folder.Write("run.hocon", "");
        Assert.Contains("--resume", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_from_before_routes_were_kept_has_those_of_its_end()
    {
        folder.Write("run.hocon", "");
        Write("routes.csv", MadeUpRoutes.Table(20));

        var routes = RunRoutes.Open(folder.Path);

        Assert.Equal([20], routes.History.Select(table => table.Step));
        Assert.Contains("step 30", Assert.Throws<DataException>(() => routes.At(30)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_a_history_has_every_step_of_it()
    {
        folder.Write("run.hocon", "");
        Write(Path.Combine("routes", "history.csv"), MadeUpRoutes.OnePath(10), MadeUpRoutes.Table(20));

        Assert.Equal([10, 20], RunRoutes.Open(folder.Path).History.Select(table => table.Step));
        Assert.Equal(10, RunRoutes.Open(folder.Path).At(10).Step);
    }

    private string Refusal() => Assert.Throws<EnvironmentException>(() => RunRoutes.Open(folder.Path)).Message;

    private void Write(string name, params RouteTable[] tables)
    {
        StringWriter text = new();
        RouteCsv.Write(text, tables);
        folder.Write(name, text.ToString());
    }
}

using Moe.Analysis.Routes;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Routes;

public sealed class RouteCsvSpecs
{
    private const string Header = "step,task,category,layer,expert,weight\n";

    [Fact]
    public void Writes_a_row_for_each_expert()
    {
        string[] lines = Write(RouteSamples.Table()).Split('\n');
        Assert.Equal("step,task,category,layer,expert,weight", lines[0]);
        Assert.Equal("7,city_country,world,encoder.0,0,0.1", lines[1]);
        Assert.Equal("7,\"bing, \"\"polarity\"\"\",classification,decoder.0,1,0.75", lines[10]);
        Assert.Equal(1 + 15 + 1, lines.Length);
    }

    [Fact]
    public void Reads_back_several_steps_with_the_same_bits()
    {
        IReadOnlyList<RouteTable> read = Read(Write(RouteSamples.Table(1), RouteSamples.Table(20)));
        Assert.Equal([1, 20], read.Select(table => table.Step));
        RouteTable expected = RouteSamples.Table();
        foreach (RouteTable table in read)
        {
            Assert.Equal(expected.Layers, table.Layers);
            Assert.Equal(
                expected.Tasks.Select(task => (task.Task, task.Category)),
                table.Tasks.Select(task => (task.Task, task.Category)));
            Assert.Equal(
                expected.Tasks.SelectMany(task => task.Weights).SelectMany(layer => layer),
                table.Tasks.SelectMany(task => task.Weights).SelectMany(layer => layer));
        }
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("step,task\n", "line 1")]
    [InlineData(Header + "1,a,c,encoder.0,0\n", "line 2: expected 6 columns")]
    [InlineData(Header + "1,a,c,encoder.0,0,1\n1,a,c,encoder.1,x,1\n", "line 3: expected whole numbers")]
    [InlineData(Header + "1,a,c,encoder.0,0,1\n1,a,c,encoder.0,0,1\n", "experts 0, 0")]
    [InlineData(Header + "1,a,c,encoder.0,1,1\n", "expected one row for each of the experts 0 to 1")]
    [InlineData(Header + "1,a,c,encoder.0,0,0.5\n", "sum to 1, found 0.5")]
    [InlineData(Header + "1,a,c,encoder.0,0,-1\n1,a,c,encoder.0,1,2\n", "at least 0")]
    [InlineData(Header + "1,a,c,encoder.0,0,1\n1,b,c,encoder.1,0,1\n", "task a, layer encoder.1")]
    public void Says_where_a_table_is_wrong(string text, string part)
    {
        var failure = Assert.Throws<DataException>(() => Read(text));
        Assert.Contains(part, failure.Message);
    }

    private static string Write(params RouteTable[] tables)
    {
        var text = new StringWriter();
        RouteCsv.Write(text, tables);
        return text.ToString();
    }

    private static IReadOnlyList<RouteTable> Read(string text) => RouteCsv.Read(new StringReader(text), "routes.csv");
}

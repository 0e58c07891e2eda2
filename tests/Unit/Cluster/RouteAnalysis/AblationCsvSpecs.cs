using Moe.Analysis.Ablation;
using Moe.Cluster.RouteAnalysis;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.RouteAnalysis;

public sealed class AblationCsvSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_what_it_writes()
    {
        AblationScore[] scores =
        [
            new("category:a, \"b\"", 0, "encoder.0.1 decoder.0.0", "colour", true, 0.5, 0.25),
            new("label-set", 3, "encoder.0.2", "shape", false, double.NaN, 0.125),
        ];
        var path = folder.Write("ablation.csv", AblationCsv.Write(40, scores));

        Assert.Equal(scores, AblationCsv.Read(path, 40));
        Assert.Empty(AblationCsv.Read(path, 60));
        Assert.Empty(AblationCsv.Read(folder.File("none.csv"), 40));
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("step,task\n", "line 1")]
    [InlineData("HEADER\n1,f,0,e,t,1,0.5\n", "line 2")]
    [InlineData("HEADER\n1,f,0,e,t,1,0.5,0.5\n1,f,x,e,t,1,0.5,0.5\n", "line 3")]
    public void Says_where_a_table_is_wrong(string text, string part)
    {
        var header = AblationCsv.Write(0, []).TrimEnd();
        var path = folder.Write("ablation.csv", text.Replace("HEADER", header, StringComparison.Ordinal));

        Assert.Contains(part, Assert.Throws<DataException>(() => AblationCsv.Read(path, 1)).Message, StringComparison.Ordinal);
    }
}

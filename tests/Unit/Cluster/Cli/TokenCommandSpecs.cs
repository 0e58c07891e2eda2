using Moe.Cluster.Cli;
using Moe.Cluster.Http;
using Moe.Cluster.Http.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Cli;

public sealed class TokenCommandSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_line_it_prints_lets_the_token_in_with_its_role()
    {
        var (code, printed) = await RunAsync("token", "new", "ann", "--role", "operate");

        Assert.Equal((int)ExitCode.Success, code);
        var lines = printed.Split('\n');
        var (token, line) = (lines[0]["token: ".Length..].Trim(), lines[1]["line:  ".Length..].Trim());
        Assert.DoesNotContain(token, line, StringComparison.Ordinal);
        var path = folder.Write("tokens", line);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead);
        var found = TokenBook.Read(path).Find(token)!;
        Assert.Equal(("ann", Access.Operate), (found.Name, found.Role));
    }

    [Fact]
    public async Task No_two_tokens_are_the_same() =>
        Assert.NotEqual((await RunAsync("token", "new", "ann")).Printed, (await RunAsync("token", "new", "ann")).Printed);

    [Theory]
    [InlineData("a/b", "read")]
    [InlineData("ann", "king")]
    public async Task A_wrong_name_or_role_is_refused(string name, string role) =>
        Assert.Equal((int)ExitCode.Usage, (await RunAsync("token", "new", name, "--role", role)).Code);

    private static async Task<(int Code, string Printed)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        return (await CommandLine.RunAsync(arguments, output, error), output.ToString());
    }
}

using Moe.Cluster.Http;
using Moe.Cluster.Http.Security;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http;

public sealed class TokenBookSpecs : IDisposable
{
    private const string Text = "a-token-that-nobody-would-guess";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Tokens_are_found_whether_the_file_holds_them_or_their_hashes()
    {
        HttpToken hashed = new("bob", Access.Read, HttpToken.HashOf("another-token-that-is-hashed"));
        var book = TokenBook.Read(Owned($"# who may\nann operate {Text}  # the operator\n\n{hashed.Line}\n"));

        Assert.Equal(("ann", Access.Operate), Found(book.Find(Text)));
        Assert.Equal(("bob", Access.Read), Found(book.Find("another-token-that-is-hashed")));
        Assert.Null(book.Find(Text + " "));
        Assert.Null(book.Find(""));
    }

    [Theory]
    [InlineData("ann operate", "2 words")]
    [InlineData("ann king " + Text, "read or operate")]
    [InlineData("a/b read " + Text, "the name")]
    [InlineData("ann read short", "at least 24")]
    [InlineData("ann read sha256:12", "64 hexadecimal digits")]
    [InlineData("bob read " + Text + "\nbob read " + Text, "twice")]
    public void A_wrong_line_is_told_with_its_place_and_without_the_token(string lines, string said)
    {
        var path = Owned($"# comment\n{lines}\n");

        var refusal = Assert.Throws<ConfigurationException>(() => TokenBook.Read(path));

        Assert.StartsWith($"{path}:{(lines.Contains('\n') ? 3 : 2)}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Text, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_secrets_others_can_read_is_refused_with_the_mend()
    {
        var path = Owned($"ann read {Text}\n");
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Contains("chmod 600", Assert.Throws<ConfigurationException>(() => TokenBook.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hashes_may_be_read_by_others_but_not_written()
    {
        var path = Owned(new HttpToken("ann", Access.Read, HttpToken.HashOf(Text)).Line);
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.NotNull(TokenBook.Read(path).Find(Text));

        SetMode(path, UnixFileMode.UserRead | UnixFileMode.GroupWrite);

        Assert.Contains("chmod go-w", Assert.Throws<ConfigurationException>(() => TokenBook.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => TokenBook.Read(folder.File("none")));

        Assert.Contains("training.node.http-tokens-file", refusal.Message, StringComparison.Ordinal);
    }

    private static (string, Access) Found(HttpToken? token) => (token!.Name, token.Role);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("there are no such rights");
        else File.SetUnixFileMode(path, mode);
    }

    private string Owned(string text)
    {
        var path = folder.Write("tokens", text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}

using System.CommandLine;
using Moe.Cluster.Http;
using Moe.Cluster.Http.Security;

namespace Moe.Cluster.Cli;

/// <summary>token.</summary>
internal static class TokenCommand
{
    /// <summary>The command.</summary>
    public static Verb Create() => new("token", "Works on the tokens that callers of a node's HTTP side show.") { New() };

    private static Verb New()
    {
        Argument<string> name = new("NAME") { Description = "Who it is for; stands in the audit and the ledger." };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !TokenBook.IsName(text))
                result.AddError($"NAME {text} is not made of 1 to 64 letters, digits and . _ @ -.");
        });
        var role = RunOptions.WithDefault(
            "--role", "ROLE", "read: metrics and dashboard. operate: pause, drain, move and all other operations too.",
            HttpToken.Word(Access.Read));
        role.AcceptOnlyFromAmong(HttpToken.Word(Access.Read), HttpToken.Word(Access.Operate));
        Verb verb = new("new",
            "Prints a new token once, for its holder, and its line for the file of training.node.http-tokens-file, which holds no secret.",
            "./cluster token new prometheus",
            "./cluster token new ann --role operate")
        {
            name, role,
        };
        return verb.Does(parsed =>
        {
            var text = HttpToken.NewText();
            var allowed = parsed.GetRequiredValue(role) == HttpToken.Word(Access.Operate) ? Access.Operate : Access.Read;
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"token: {text}");
            output.WriteLine($"line:  {new HttpToken(parsed.GetRequiredValue(name), allowed, HttpToken.HashOf(text)).Line}");
            return ExitCode.Success;
        });
    }
}

using System.CommandLine;
using System.Globalization;
using Moe.Actors.Operations;
using Moe.Cluster.Http.Operations;
using Moe.Cluster.Http.Security;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Cli;

/// <summary>pause, resume, drain and all other operations, made from their forms; and the list of those that were accepted.</summary>
internal static class OperationCommands
{
    // A node that is gone with its machine answers nothing at all.
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    // Longer than a cluster takes to go on after its coordinator was lost, twice in a row.
    private static readonly TimeSpan Patience = 3 * OperationEndpoints.Patience;

    /// <summary>The commands.</summary>
    public static IEnumerable<Verb> Create() => OperationForm.All.Select(CommandOf).Append(ListCommand());

    private static Verb CommandOf(OperationForm form)
    {
        var name = OperationForm.NameOf(form.Kind);
        var run = RunOptions.Optional<string>("--run", "DIR", "The folder of the run, in which its nodes say where they listen.");
        var why = RunOptions.Required<string>("--why", "TEXT", "The reason, kept in the ledger.");
        var at = RunOptions.Optional<string>("--at", "URL", "Address of a node, such as http://127.0.0.1:9095, in place of --run.");
        var token = RunOptions.Optional<string>("--token-file", "FILE", "A file with the token that the node asks for.");
        var arguments = form.Required.ToDictionary(argument => argument.Name,
            argument => new Argument<string>(argument.Name.ToUpperInvariant()) { Description = argument.Meaning });
        var options = form.Optional.ToDictionary(
            argument => argument.Name, argument => RunOptions.Optional<string>($"--{argument.Name}", "X", argument.Meaning));
        Verb verb = new(name, $"{form.Description} Takes effect between two steps (docs/steering.md).", ExampleOf(form))
        {
            run, why, at, token,
        };
        foreach (var argument in arguments.Values) verb.Add(argument);
        foreach (var option in options.Values) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if ((result.GetResult(run) is null) == (result.GetResult(at) is null)) result.AddError("Give either --run or --at.");
        });
        return verb.Does(parsed =>
        {
            Dictionary<string, object> request = new()
            {
                [OperationText.Operation] = name,
                [OperationText.Why] = parsed.GetRequiredValue(why),
            };
            foreach (var (argument, symbol) in arguments) request[argument] = parsed.GetRequiredValue(symbol);
            foreach (var (argument, symbol) in options)
            {
                if (parsed.GetValue(symbol) is { } given) request[argument] = given;
            }
            return AskAsync(Places(parsed.GetValue(run), parsed.GetValue(at)), parsed.GetValue(token), request,
                parsed.InvocationConfiguration);
        });
    }

    private static async Task<ExitCode> AskAsync(
        IReadOnlyList<Listener> places, string? tokenFile, Dictionary<string, object> request, InvocationConfiguration streams)
    {
        using SocketsHttpHandler connections = new() { ConnectTimeout = ConnectPatience };
        using HttpClient client = new(connections) { Timeout = 2 * OperationEndpoints.Patience };
        OperationClient asking = new(
            client, tokenFile is null ? null : File.ReadAllText(tokenFile).Trim(), HttpToken.NewText(), TimeProvider.System);
        var answer = await asking.AskAsync(places, request, Patience);
        if (answer.Refusal is { } refusal)
        {
            streams.Error.WriteLine($"refused: {refusal}");
            return ExitCode.Negative;
        }
        streams.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"operation {answer.Id}: {request[OperationText.Operation]}, from step {answer.Step} on"));
        return ExitCode.Success;
    }

    private static IReadOnlyList<Listener> Places(string? run, string? at)
    {
        if (at is not null)
        {
            return Uri.TryCreate(at, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? [new Listener(address, "")]
                : throw new ConfigurationException($"--at {at} is no address, expected one such as http://127.0.0.1:9095.");
        }
        var listeners = new Listeners(Path.Combine(run!, RunFiles.Listeners)).All;
        return listeners.Count > 0 ? listeners : throw new EnvironmentException(
            $"{run}: no node says in {RunFiles.Listeners}/ where it listens. Name the folder of a run that is being trained, with " +
            "training.node.http-port other than -1, or a node's address with --at.");
    }

    private static Verb ListCommand()
    {
        var run = RunOptions.ExistingRun();
        Verb verb = new("operations", "Prints what was asked of a run while it was trained, with number, step, who and why.",
            $"{CommandLine.ProgramName} operations --run runs/first")
        {
            run,
        };
        return verb.Does(parsed =>
        {
            OperationFiles files = new(Path.Combine(parsed.GetRequiredValue(run), RunFiles.Operations));
            OperationLog log = new(Steering.None, files.Newest);
            foreach (var (id, step, who, reason, operation, _) in log.All)
            {
                var undone = log.UndoneBy(id) is { } by ? $"  undone by {by.Id}" : "";
                parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{id,4}  step {step}  {operation}  by {who}: {reason}{undone}"));
            }
            return ExitCode.Success;
        });
    }

    private static string ExampleOf(OperationForm form)
    {
        string[] words = [.. form.Required.Concat(form.Optional).Select(argument => argument.Name switch
        {
            "expert" => "encoder.0.1",
            "node" => "127.0.0.1:4054",
            "task" => "airport_country",
            "sampler" => "temperature",
            "other" => "encoder.0.2",
            "slot" => "--slot encoder.0.2",
            "temperature" => "--temperature 2",
            _ => "2",
        })];
        return string.Join(' ', [CommandLine.ProgramName, OperationForm.NameOf(form.Kind), .. words, "--run runs/first --why \"...\""]);
    }
}

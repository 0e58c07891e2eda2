using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Moe.Cluster.Cli;
using Moe.Cluster.Http.Security;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Http.Operations;

/// <summary>What a node answered to a wish.</summary>
/// <param name="Id">The operation's number.</param>
/// <param name="Step">The first step that it has an effect on.</param>
/// <param name="Refusal">Why it is refused; null: it is accepted.</param>
internal sealed record OperationAnswer(long Id, long Step, string? Refusal);

/// <summary>
/// Asks the nodes of a run for an operation, one after the other, until one answers. Where one may have passed it on and been lost, the
/// others are asked with the same key, and all of them again, so that it is done once.
/// </summary>
/// <param name="client">Connects; its timeout is longer than a decision takes.</param>
/// <param name="token">Shown to the node; null: none.</param>
/// <param name="key">Nobody else's key.</param>
/// <param name="time">The clock.</param>
internal sealed class OperationClient(HttpClient client, string? token, string key, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    // Of such an answer nothing was passed on.
    private static readonly HttpStatusCode[] NotHere = [HttpStatusCode.MisdirectedRequest, HttpStatusCode.ServiceUnavailable];

    /// <summary>Asks for it.</summary>
    /// <param name="places">Where nodes may listen; without a key whoever listens there is meant.</param>
    /// <param name="request">Names and values of the request.</param>
    /// <param name="patience">How long nodes are asked anew that may have passed it on.</param>
    /// <exception cref="EnvironmentException">
    /// Nobody of the run answers there, nothing was decided all the time, or the node lets not everybody in.
    /// </exception>
    public async Task<OperationAnswer> AskAsync(
        IReadOnlyList<Listener> places, IReadOnlyDictionary<string, object> request, TimeSpan patience)
    {
        using PeriodicTimer timer = new(Between, time);
        var began = time.GetTimestamp();
        do
        {
            List<Attempt> failures = [];
            foreach (var place in places)
            {
                var attempt = await AskAsync(place, request);
                if (attempt.Answer is { } answer) return answer;
                failures.Add(attempt);
            }
            var said = string.Join(", ", failures.Select(failure => $"{failure.Place.Address} ({failure.Failure})"));
            if (!failures.Any(failure => failure.MayBeDone))
            {
                throw new EnvironmentException(
                    $"No node of the run answers at {said}. Start it, or name the address of one of its nodes with --at.");
            }
            if (time.GetElapsedTime(began) >= patience)
            {
                throw new EnvironmentException(string.Create(CultureInfo.InvariantCulture,
                    $"Nothing was decided within {time.GetElapsedTime(began).TotalSeconds:F0} s: {said}. It may be yet: look at ") +
                    $"`{CommandLine.ProgramName} operations` before asking again.");
            }
        }
        while (await timer.WaitForNextTickAsync());
        throw new InvalidOperationException("The timer has ended.");
    }

    private async Task<Attempt> AskAsync(Listener place, IReadOnlyDictionary<string, object> request)
    {
        try
        {
            using var message = Message(place, request);
            using var answer = await client.SendAsync(message);
            var isOpen = answer.StatusCode == HttpStatusCode.GatewayTimeout;
            return isOpen || NotHere.Contains(answer.StatusCode)
                ? new Attempt(place, null, await ErrorOf(answer), isOpen)
                : new Attempt(place, await ReadAsync(place, answer), "", MayBeDone: false);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return new Attempt(place, null, failure.GetBaseException().Message, MayBeDone: !IsUnreached(failure));
        }
    }

    private static bool IsUnreached(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError,
    };

    private HttpRequestMessage Message(Listener place, IReadOnlyDictionary<string, object> request)
    {
        UriBuilder uri = new(place.Address) { Path = OperationEndpoints.Path };
        if (place.Key.Length > 0) uri.Query = $"{OperationEndpoints.ListenerParameter}={place.Key}";
        HttpRequestMessage message = new(HttpMethod.Post, uri.Uri) { Content = JsonContent.Create(request) };
        message.Headers.Add(AccessGuard.KeyHeader, key);
        if (token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return message;
    }

    private static async Task<OperationAnswer> ReadAsync(Listener place, HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            var accepted = await answer.Content.ReadFromJsonAsync<JsonElement>();
            return new OperationAnswer(accepted.GetProperty("id").GetInt64(), accepted.GetProperty("step").GetInt64(), null);
        }
        var error = await ErrorOf(answer);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict) return new OperationAnswer(0, 0, error);
        var isStranger = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        var mend = isStranger ? " Give a token that it knows with --token-file." : "";
        throw new EnvironmentException($"{place.Address} answers {(int)answer.StatusCode}: {error}.{mend}");
    }

    // Whatever answers may be no node at all.
    private static async Task<string> ErrorOf(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        try
        {
            using var said = JsonDocument.Parse(text);
            if (said.RootElement.ValueKind == JsonValueKind.Object && said.RootElement.TryGetProperty("error", out var error))
                return error.ToString();
        }
        catch (JsonException)
        {
            return answer.ReasonPhrase ?? "no reason";
        }
        return answer.ReasonPhrase ?? "no reason";
    }

    private sealed record Attempt(Listener Place, OperationAnswer? Answer, string Failure, bool MayBeDone);
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Http.Operations;

/// <summary>What a node answered to a wish.</summary>
/// <param name="Id">The operation's number.</param>
/// <param name="Step">The first step that it has an effect on.</param>
/// <param name="Refusal">Why it is refused; null: it is accepted.</param>
internal sealed record OperationAnswer(long Id, long Step, string? Refusal);

/// <summary>Asks the nodes of a run for an operation, one after the other, until one passes it on.</summary>
/// <param name="client">Connects; its timeout is longer than a decision takes.</param>
/// <param name="token">Shown to the node; null: none.</param>
internal sealed class OperationClient(HttpClient client, string? token)
{
    // Of such an answer nothing was passed on, so that another node may be asked.
    private static readonly HttpStatusCode[] NotHere = [HttpStatusCode.MisdirectedRequest, HttpStatusCode.ServiceUnavailable];

    /// <summary>Asks for it.</summary>
    /// <param name="places">Where nodes may listen; without a key whoever listens there is meant.</param>
    /// <param name="request">Names and values of the request.</param>
    /// <exception cref="EnvironmentException">Nobody of the run answers there, or the node lets not everybody in.</exception>
    public async Task<OperationAnswer> AskAsync(IReadOnlyList<Listener> places, IReadOnlyDictionary<string, object> request)
    {
        List<string> failures = [];
        foreach (var place in places)
        {
            try
            {
                using var message = Message(place, request);
                using var answer = await client.SendAsync(message);
                if (!NotHere.Contains(answer.StatusCode)) return await ReadAsync(place, answer);
                failures.Add($"{place.Address} ({await ErrorOf(answer)})");
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                failures.Add($"{place.Address} ({failure.GetBaseException().Message})");
            }
        }
        throw new EnvironmentException(
            $"No node of the run answers at {string.Join(", ", failures)}. Start it, or name the address of one of its nodes with --at.");
    }

    private HttpRequestMessage Message(Listener place, IReadOnlyDictionary<string, object> request)
    {
        UriBuilder uri = new(place.Address) { Path = OperationEndpoints.Path };
        if (place.Key.Length > 0) uri.Query = $"{OperationEndpoints.ListenerParameter}={place.Key}";
        HttpRequestMessage message = new(HttpMethod.Post, uri.Uri) { Content = JsonContent.Create(request) };
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
}

using System.Text.Json;
using Moe.Actors.Coordinator;
using Moe.Actors.Growth;
using Moe.Actors.Operations;
using Moe.Actors.Simulation.Invariants;
using Moe.Model;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>The own part: a number for the router network, the place in the data, who rests, voided steps in a row.</summary>
internal sealed record OwnPart(ulong Value, long Position, SortedDictionary<int, long> Resting, int Voided, RosterSnapshot? Roster = null)
{
    public static OwnPart Initial => new(23, 0, [], 0);

    public string Text => string.Join('\n', Value, Position, Voided, JsonSerializer.Serialize(Resting), JsonSerializer.Serialize(Roster));

    public static OwnPart Parse(string text)
    {
        var lines = text.Split('\n');
        return new OwnPart(
            ulong.Parse(lines[0]), long.Parse(lines[1]), JsonSerializer.Deserialize<SortedDictionary<int, long>>(lines[3])!,
            int.Parse(lines[2]), JsonSerializer.Deserialize<RosterSnapshot>(lines[4]));
    }
}

/// <summary>The run folder on storage that every node reaches: epochs, made exclusively, operations and checkpoints.</summary>
/// <param name="given">Operations from before the run began.</param>
internal sealed class SimulatedStore(IReadOnlyList<AcceptedOperation> given)
{
    private readonly SortedDictionary<long, IReadOnlyList<AcceptedOperation>> operations = new() { [-1] = given };
    private readonly Dictionary<(long Step, string Part), string> parts = [];
    private readonly SortedDictionary<long, IReadOnlyDictionary<string, string>> manifests = [];
    private readonly WholeCheckpoints whole = new();

    public long NewestEpoch { get; private set; } = -1;

    public long? Durable => manifests.Count == 0 ? null : manifests.Keys.Max();

    public long Checked => whole.Checked;

    /// <summary>Opens the epoch after the newest that a coordinator knows, or any when it takes office; null: there is a newer.</summary>
    public long? OpenEpoch(long after) => after >= 0 && after != NewestEpoch ? null : ++NewestEpoch;

    /// <summary>The operations that count.</summary>
    public IReadOnlyList<AcceptedOperation> Operations => operations.Values.Last();

    public IReadOnlyList<AcceptedOperation> TakeOperations(long epoch) =>
        operations[epoch] = operations.Last(file => file.Key < epoch).Value;

    public void KeepOperations(long epoch, IReadOnlyList<AcceptedOperation> accepted) => operations[epoch] = accepted;

    public void Save(long step, string part, string content) => parts[(step, part)] = content;

    public string Load(long step, string part) => parts[(step, part)];

    public void Commit(long step, IReadOnlyDictionary<string, string> saved)
    {
        manifests[step] = saved;
        foreach (var (at, manifest) in manifests)
        {
            whole.ManifestIsThere($"{at}", manifest.ToDictionary(entry => entry.Key, entry => Hash(entry.Value)),
                part => parts.TryGetValue((at, part), out var content) ? Hash(content) : null);
        }
    }

    public static ulong Hash(string text) => text.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211);

    public static IEnumerable<string> Parts(IEnumerable<ExpertId> experts) =>
        experts.Select(expert => expert.ToString()).Append(CoordinatorState.OwnPart);
}

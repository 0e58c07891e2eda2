using Moe.Actors.Simulation.Invariants;
using Moe.Model;
using Xunit;

namespace Moe.Chaos.Specs.Invariants;

/// <summary>Each invariant lets the right history pass and catches the wrong one.</summary>
public sealed class InvariantSpecs
{
    private static readonly ExpertId Expert = new(ExpertKind.Encoder, 0, 1);

    [Fact]
    public void A_new_owner_has_a_higher_incarnation_and_ends_the_credit_of_the_old_one()
    {
        var owners = new OneOwner();
        owners.Began(Expert, 1, "a");
        owners.Believed(Expert, 1);
        owners.Began(Expert, 2, "b");
        owners.Believed(Expert, 1);
        owners.Believed(Expert, 2);

        AssertBroken("one owner", () => owners.Believed(Expert, 1));
        AssertBroken("one owner", () => owners.Believed(Expert, 3));
        AssertBroken("one owner", () => owners.Began(Expert, 2, "c"));
    }

    [Fact]
    public void A_version_goes_up_by_one_and_back_only_by_a_declared_rollback()
    {
        var versions = new VersionsOnlyGrow();
        versions.Restored(Expert, 0);
        versions.Reached(Expert, 1);
        versions.Reached(Expert, 2);
        versions.Restored(Expert, 2);
        AssertBroken("versions", () => versions.Reached(Expert, 4));
        AssertBroken("versions", () => versions.Restored(Expert, 1));

        versions.RolledBack(1, [Expert]);
        versions.Restored(Expert, 1);
        versions.Reached(Expert, 2);
        AssertBroken("versions", () => versions.Restored(Expert, 1));
    }

    [Theory]
    [InlineData(0, 0, 1)] // twice
    [InlineData(1, 0)] // out of order
    [InlineData(0)] // missing
    [InlineData(0, 1, 2)] // unplanned
    [InlineData(-1, 0, 1)] // stale
    public void An_update_is_made_of_every_planned_micro_batch_once_and_in_order(params int[] indices)
    {
        var right = Planned();
        foreach (var index in new[] { 0, 1 }) right.Added(Expert, 1, 0, index, overwrites: index == 0);
        right.Applied(Expert, 1, 0);
        Assert.Equal((2, 1), (right.Additions, right.Updates));

        var wrong = Planned();
        AssertBroken("once", () =>
        {
            for (var i = 0; i < indices.Length; i++)
            {
                // What a step before has left in the buffer.
                if (indices[i] < 0) wrong.Added(Expert, 1, -1, 0, overwrites: true);
                else wrong.Added(Expert, 1, 0, indices[i], overwrites: i == 0);
            }
            wrong.Applied(Expert, 1, 0);
        });
    }

    [Fact]
    public void A_manifest_must_not_name_a_part_that_is_missing_or_damaged()
    {
        var checkpoints = new WholeCheckpoints();
        var parts = new Dictionary<string, ulong> { ["one"] = 1, ["two"] = 2 };
        checkpoints.ManifestIsThere("step 4", parts, part => parts[part]);

        AssertBroken("whole", () => checkpoints.ManifestIsThere("step 4", parts, part => part == "one" ? 1 : null));
        AssertBroken("whole", () => checkpoints.ManifestIsThere("step 4", parts, _ => 1));
    }

    [Fact]
    public void Steps_go_on_in_calm_and_nothing_is_promised_in_trouble()
    {
        var progress = new ProgressAfterHealing(TimeSpan.FromSeconds(10));
        progress.Look(TimeSpan.FromSeconds(0), isTroubled: true, 3);
        progress.Look(TimeSpan.FromSeconds(50), isTroubled: true, 3);
        progress.Look(TimeSpan.FromSeconds(59), isTroubled: false, 3);
        progress.Look(TimeSpan.FromSeconds(61), isTroubled: false, 4);

        AssertBroken("progress", () => progress.Look(TimeSpan.FromSeconds(72), isTroubled: false, 4));
    }

    private static ExactlyOnce Planned()
    {
        var exactly = new ExactlyOnce();
        exactly.Planned(-1, 0, Expert);
        exactly.Planned(0, 0, Expert);
        exactly.Planned(0, 1, Expert);
        return exactly;
    }

    private static void AssertBroken(string invariant, Action history) =>
        Assert.Contains(invariant, Assert.Throws<InvariantBrokenException>(history).Message, StringComparison.Ordinal);
}

using Moe.Cluster.Adaptation;
using Moe.Specs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Adaptation;

public sealed class JobFolderSpecs : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_job_is_done_once_however_many_take_part()
    {
        string[] jobs = [.. Enumerable.Range(0, 200).Select(i => $"task-13-0.001-{i}")];

        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var shared = Open($"worker-{worker}");
            List<string> mine = [];
            foreach (var job in jobs)
            {
                using var claim = shared.TryClaim(job);
                if (claim is null) continue;
                mine.Add(job);
                shared.Finish(job, $"\"{job}\"");
            }
            return mine;
        })));

        Assert.Equal(jobs.Order(), done.SelectMany(mine => mine).Order());
    }

    [Fact]
    public void A_finished_job_keeps_its_line_and_is_not_taken_again()
    {
        var shared = Open("one");
        using (shared.TryClaim("job")) shared.Finish("job", "line");

        Assert.Equal("line", Open("two").Result("job"));
        Assert.Null(Open("two").TryClaim("job"));
        Assert.Null(shared.Result("other"));
    }

    [Fact]
    public void A_job_that_is_given_back_can_be_taken_at_once()
    {
        Open("one").TryClaim("job")!.Dispose();

        using var claim = Open("two").TryClaim("job");

        Assert.NotNull(claim);
    }

    [Fact]
    public void A_claim_that_shows_no_life_for_the_length_of_the_lease_is_taken_over_by_one()
    {
        using var dead = Open("dead").TryClaim("job");
        var (first, second) = (Open("first"), Open("second"));
        Assert.Null(first.TryClaim("job"));
        Assert.Null(second.TryClaim("job"));
        time.Advance(Lease.TotalSeconds);

        using var taken = first.TryClaim("job");

        Assert.NotNull(taken);
        Assert.Null(second.TryClaim("job"));
    }

    [Fact]
    public void A_claim_that_changes_is_left_alone()
    {
        using var alive = Open("alive").TryClaim("job");
        var other = Open("other");
        Assert.Null(other.TryClaim("job"));
        time.Advance(Lease.TotalSeconds - 1);
        folder.Write(Path.Combine("claims", "job.0"), "alive 1");
        Assert.Null(other.TryClaim("job"));
        time.Advance(Lease.TotalSeconds - 1);

        Assert.Null(other.TryClaim("job"));
    }

    private JobFolder Open(string worker) => new(folder.Path, worker, time, Lease);
}

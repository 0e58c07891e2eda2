using Moe.Actors.Simulation;
using Xunit;

namespace Moe.Chaos.Specs.Kernel;

public sealed class SimulatedDiskSpecs
{
    private const ulong Seeds = 500;
    private static readonly byte[] Old = [1, 1, 1, 1];
    private static readonly byte[] New = [2, 2, 2, 2, 2, 2];

    [Fact]
    public void What_was_synced_survives_every_crash()
    {
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var disk = DiskWithOld();
            disk.Crash(new SimulationKernel(seed).Draws("disk"));
            Assert.Equal(Old, disk.Read("file"));
        }
    }

    [Fact]
    public void A_file_written_aside_synced_and_renamed_is_old_or_new_whenever_the_crash_comes()
    {
        DiskOperation[] safely =
        [
            new DiskOperation.Write("aside", New), new DiskOperation.SyncFile("aside"), new DiskOperation.Rename("aside", "file"),
            new DiskOperation.SyncFolder(),
        ];
        var found = AfterCrashes(safely);

        Assert.Equal(["new", "old"], found.Order());
    }

    [Fact]
    public void A_rename_without_a_sync_before_it_leaves_torn_files_sometimes()
    {
        DiskOperation[] carelessly =
        [
            new DiskOperation.Write("aside", New), new DiskOperation.Rename("aside", "file"), new DiskOperation.SyncFolder(),
        ];

        Assert.Contains("torn", AfterCrashes(carelessly));
    }

    [Fact]
    public void A_name_that_was_not_synced_may_be_gone()
    {
        var gone = 0;
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var disk = new SimulatedDisk();
            disk.Do(new DiskOperation.Write("file", New));
            disk.Do(new DiskOperation.SyncFile("file"));
            disk.Crash(new SimulationKernel(seed).Draws("disk"));
            if (disk.Read("file") is null) gone++;
            else Assert.Equal(New, disk.Read("file"));
        }
        Assert.InRange(gone, 1, (int)Seeds - 1);
    }

    private static HashSet<string> AfterCrashes(DiskOperation[] operations)
    {
        var found = new HashSet<string>();
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var disk = DiskWithOld();
            foreach (var operation in operations.Take((int)seed % (operations.Length + 1))) disk.Do(operation);
            disk.Crash(new SimulationKernel(seed).Draws("disk"));
            found.Add(Named(disk.Read("file")));
        }
        return found;
    }

    private static string Named(byte[]? content) => content switch
    {
        null => "gone",
        _ when content.SequenceEqual(Old) => "old",
        _ when content.SequenceEqual(New) => "new",
        _ => "torn",
    };

    private static SimulatedDisk DiskWithOld()
    {
        var disk = new SimulatedDisk();
        disk.Do(new DiskOperation.Write("file", Old));
        disk.Do(new DiskOperation.SyncFile("file"));
        disk.Do(new DiskOperation.SyncFolder());
        return disk;
    }
}

using System.Text.Json;
using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class EpochFilesSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EpochFiles epochs;

    public EpochFilesSpecs() => epochs = new EpochFiles(folder.File("epochs"), new ManualTime());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Epochs_follow_one_another_from_0_on()
    {
        Assert.Equal(-1, epochs.Newest);
        Assert.Equal(0, epochs.Open(-1, "first:1", "the coordinator takes office"));
        Assert.Equal(1, epochs.Open(0, "first:1", "a node is lost"));
        Assert.Equal(2, epochs.Open(-1, "second:1", "the coordinator takes office"));
        Assert.Equal(2, epochs.Newest);
        Assert.True(epochs.IsOpened(2));
        Assert.False(epochs.IsOpened(3));
    }

    [Fact]
    public void Epochs_that_others_open_are_found_by_name_without_listing_the_folder()
    {
        EpochFiles other = new(folder.File("epochs"), new ManualTime());
        epochs.Open(-1, "first:1", "the coordinator takes office");
        Assert.Equal(0, epochs.Newest);
        other.Open(-1, "second:1", "the coordinator takes office");
        other.Open(1, "second:1", "a node is lost");
        // Only a list shows this one: it follows none.
        folder.Write("epochs/000009", "");

        Assert.Equal(2, epochs.Newest);
        Directory.Delete(folder.File("epochs"), recursive: true);
        Assert.Equal(-1, epochs.Newest);
    }

    [Fact]
    public void A_file_says_who_opened_the_epoch_when_and_why()
    {
        epochs.Open(-1, "first:1", "the coordinator takes office");

        var file = JsonDocument.Parse(File.ReadAllText(folder.File("epochs", "000000"))).RootElement;

        Assert.Equal("first:1", file.GetProperty("node").GetString());
        Assert.Equal("2026-01-01T12:00:00.0000000+00:00", file.GetProperty("at").GetString());
        Assert.Equal("the coordinator takes office", file.GetProperty("reason").GetString());
    }

    [Fact]
    public void Who_was_taken_over_opens_none()
    {
        epochs.Open(-1, "first:1", "the coordinator takes office");
        epochs.Open(-1, "second:1", "the coordinator takes office");

        Assert.Null(epochs.Open(0, "first:1", "a node is lost"));
        Assert.Equal(1, epochs.Newest);
    }

    [Fact]
    public void Of_many_that_open_the_same_epoch_one_gets_it()
    {
        epochs.Open(-1, "first:1", "the coordinator takes office");
        for (var epoch = 0; epoch < 20; epoch++)
        {
            var opened = new long?[8];
            Parallel.For(0, opened.Length, one => opened[one] = epochs.Open(epoch, $"node:{one}", "all at once"));
            Assert.Equal(epoch + 1, Assert.Single(opened, one => one is not null));
        }
    }
}

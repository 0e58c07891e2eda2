using Moe.Curriculum;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;
using Moe.Model.Tokenizers;
using Moe.Unit.Specs.Curriculum.Gym;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Batches;

public sealed class TrainingDataSpecs : IDisposable
{
    private readonly GymFolder folder = new();

    public TrainingDataSpecs()
    {
        folder.Split("shape", "16", 13, "ball\tround\n", "box\tsquare\n", "box\tsquare\n");
        folder.Split("shape", "16", 42, "coin\tround\tflat\n", "box\tsquare\n", "box\tsquare\n");
        folder.Split("colour", "16", 13, "sky\tblue\nsea\tblue\n", "sun\tyellow\n", "sun\tyellow\n");
        folder.File("splits/both.json", """{ "train": ["shape", "colour"], "dev": [], "test": [] }""");
        folder.File("splits/one.json", """{ "train": ["shape"], "dev": ["colour"], "test": [] }""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_the_split_s_train_tasks_in_the_order_of_their_names()
    {
        var data = TrainingData.Load(TaskGym.Open(folder.Root), Settings("both", "16_13"), Tokenizer());

        Assert.Equal(["colour", "shape"], data.Tasks.Select(task => task.Task.Name));
        Assert.Equal([2, 1], data.Tasks.Select(task => task.Count));
    }

    [Fact]
    public void Reads_every_drawing_of_a_task_when_all_are_asked_for()
    {
        var data = TrainingData.Load(TaskGym.Open(folder.Root), Settings("one", "all"), Tokenizer());

        Assert.Equal(2, data.Tasks[0].Count);
        Assert.Equal(2, data.Tasks[0].Answers[1].Length);
    }

    [Fact]
    public void Puts_the_task_before_each_input_and_cuts_both_sides()
    {
        var tokenizer = Tokenizer();
        var settings = Settings("one", "16_13") with { MaxInputTokens = 6, MaxOutputTokens = 4 };
        var data = TrainingData.Load(TaskGym.Open(folder.Root), settings, tokenizer);

        Assert.Equal(tokenizer.Encode(" [shape] ball", 6), data.Tasks[0].Inputs[0]);
        Assert.Equal(tokenizer.Encode(" round", 4), data.Tasks[0].Answers[0][0]);
        Assert.Equal((6, 4), (data.Tasks[0].Inputs[0].Length, data.Tasks[0].Answers[0][0].Length));
    }

    [Fact]
    public void Names_the_drawings_a_task_has_when_one_is_missing()
    {
        var gym = TaskGym.Open(folder.Root);

        var failure = Assert.Throws<DataException>(() => TrainingData.Rows(gym, "shape", "32_1"));

        Assert.Contains("shape_16_42", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trains_a_vocabulary_on_the_run_s_own_texts_once_and_keeps_it()
    {
        var kept = folder["tokenizer"];
        var gym = TaskGym.Open(folder.Root);

        var trained = RunTokenizer.LoadOrTrain(kept, null, 3, gym, Settings("both", "16_13"));
        var loaded = RunTokenizer.LoadOrTrain(kept, "no such folder", 9, gym, Settings("both", "16_13"));

        Assert.Equal(256 + 5 + 3, trained.VocabularySize);
        Assert.Equal(trained.Encode(" [shape] ball"), loaded.Encode(" [shape] ball"));
    }

    private CurriculumSettings Settings(string split, string sample) =>
        new() { GymFolder = folder.Root, Split = split, Sample = sample };

    private static ByteLevelBpe Tokenizer() => new(BpeTraining.Train([" [shape] ball round"], 256 + 5));
}

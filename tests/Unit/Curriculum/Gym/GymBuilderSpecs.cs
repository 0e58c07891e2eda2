using Moe.Curriculum.Gym;
using Moe.Curriculum.Gym.Building;
using Moe.Curriculum.Gym.Checking;
using Moe.Curriculum.Gym.Sources;
using Moe.Curriculum.Gym.Tasks;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class GymBuilderSpecs : IDisposable
{
    private readonly GymFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_sources_give_the_same_bytes()
    {
        Build("one");
        Build("two");
        string[] files = Files("one");
        Assert.Equal(files, Files("two"));
        Assert.All(files, file =>
            Assert.Equal(File.ReadAllBytes(_folder[$"one/{file}"]), File.ReadAllBytes(_folder[$"two/{file}"])));
    }

    [Fact]
    public void Every_task_has_a_full_split_and_five_seeds_in_the_layout_of_CrossFit()
    {
        Build("gym");
        TaskGym gym = TaskGym.Open(_folder["gym"]);
        Assert.Equal(
            ["parity_16_13", "parity_16_21", "parity_16_42", "parity_16_87", "parity_16_100", "parity_full_13"],
            gym.Splits("parity").Select(split => split.Prefix));
        Assert.Equal("doubled_32_13", gym.Splits("doubled")[0].Prefix);
        Assert.Equal(32, gym.Read(gym.Splits("doubled")[0], SplitPart.Train).Count);
        Assert.Equal(
            [16, 16],
            gym.Read(gym.Splits("parity")[0], SplitPart.Train).CountBy(row => row.Output).Select(label => label.Value));
        Assert.All(gym.Splits("parity"), split => Assert.True(gym.Read(split, SplitPart.Dev).Count > 0));
    }

    [Fact]
    public void The_full_split_keeps_to_its_limits()
    {
        Build("gym");
        TaskGym gym = TaskGym.Open(_folder["gym"]);
        FewShotSplit full = gym.LargestSplit("doubled");
        Assert.Equal(200, gym.Read(full, SplitPart.Train).Count);
        Assert.Equal(30, gym.Read(full, SplitPart.Dev).Count);
        Assert.Equal(40, gym.Read(full, SplitPart.Test).Count);
    }

    [Fact]
    public void No_dev_or_test_row_is_in_any_train_file_of_its_task_and_all_seeds_share_the_test_file()
    {
        Build("gym");
        TaskGym gym = TaskGym.Open(_folder["gym"]);
        foreach (TaskDescription task in gym.Tasks)
        {
            HashSet<string> trained = Inputs(gym, task, SplitPart.Train);
            Assert.DoesNotContain(Inputs(gym, task, SplitPart.Dev), trained.Contains);
            Assert.DoesNotContain(Inputs(gym, task, SplitPart.Test), trained.Contains);
            Assert.Single(gym.Splits(task.Name)
                .Select(split => File.ReadAllText(gym.FilePath(split, SplitPart.Test))).Distinct());
        }
    }

    [Fact]
    public void Tasks_made_from_one_text_agree_on_its_side()
    {
        Build("gym");
        TaskGym gym = TaskGym.Open(_folder["gym"]);
        HashSet<string> testOfDoubled = Inputs(gym, gym.Task("doubled"), SplitPart.Test);
        HashSet<string> trainOfParity = Inputs(gym, gym.Task("parity"), SplitPart.Train);
        Assert.NotEmpty(testOfDoubled);
        Assert.DoesNotContain(testOfDoubled, input => trainOfParity.Contains($"is {input} even?"));
    }

    [Fact]
    public void A_built_gym_passes_the_check_and_describes_itself()
    {
        Build("gym");
        Assert.Empty(GymCheck.Run(_folder["gym"]).Findings);
        TaskDescription parity = TaskGym.Open(_folder["gym"]).Task("parity");
        Assert.Equal("classification", parity.Category);
        Assert.Equal("numbers", parity.SubCategory);
        Assert.Equal(MetricNames.Accuracy, parity.Metric);
        Assert.Equal("npm idioms", parity.Source);
        Assert.Equal("MIT", parity.Licence);
        Assert.Contains("parity", File.ReadAllText(_folder["gym/README.md"]));
    }

    [Fact]
    public void Too_few_rows_are_refused_with_task_and_package()
    {
        TaskRecipe poor = Recipes()[0] with { Rows = _ => [new TaskRow("one", "two")] };
        string message = Assert.Throws<DataException>(() => Write("gym", [poor])).Message;
        Assert.Contains("doubled", message);
        Assert.Contains("idioms", message);
    }

    [Fact]
    public void A_folder_that_no_build_made_is_not_replaced()
    {
        _folder.File("mine/thesis.txt", "years of work");
        GymBuildSettings settings = new(_folder["mine"], _folder["cache"]) { FromFolder = _folder.Root };
        Assert.Contains("not made by a build", Assert.Throws<DataException>(() => Start(settings)).Message);
        Assert.True(File.Exists(_folder["mine/thesis.txt"]));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused_with_the_mend()
    {
        _folder.File("file", "in the way");
        GymBuildSettings settings = new(_folder["file/gym"], _folder["cache"]) { FromFolder = _folder.Root };
        Assert.Contains("--out", Assert.Throws<EnvironmentException>(() => Start(settings)).Message);
        settings = new GymBuildSettings(_folder["gym"], _folder["file/cache"]) { FromFolder = _folder.Root };
        Assert.Contains("--cache", Assert.Throws<EnvironmentException>(() => Start(settings)).Message);
        Assert.False(Directory.Exists(_folder["gym"]));
    }

    [Fact]
    public void A_cancelled_build_leaves_the_old_gym()
    {
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Build("gym");
        GymBuildSettings settings = new(_folder["gym"], _folder["cache"]) { FromFolder = _folder.Root };
        Assert.ThrowsAny<OperationCanceledException>(
            () => GymBuilder.Build(settings, [Recipes()[0] with { Packages = [] }], new Silent(), cancelled.Token));
        Assert.Empty(GymCheck.Run(_folder["gym"]).Findings);
    }

    private static GymBuildResult Start(GymBuildSettings settings) =>
        GymBuilder.Build(settings, [], new Silent(), TestContext.Current.CancellationToken);

    private void Build(string name) => Write(name, Recipes());

    private void Write(string name, TaskRecipe[] recipes)
    {
        Directory.CreateDirectory(_folder[name]);
        GymBuildSettings settings = new(_folder[name], _folder["cache"])
        {
            FullTrainRowsMax = 200,
            FullDevRowsMax = 30,
            TestRowsMax = 40,
        };
        SourceShelf shelf = new([]);
        GymBuilder.Write(settings, recipes, shelf, [], new Silent(), TestContext.Current.CancellationToken);
    }

    private static IEnumerable<int> Numbers => Enumerable.Range(0, 600);

    private static TaskRecipe[] Recipes() =>
    [
        new("doubled", TaskCategories.StringFormat, "numbers", MetricNames.ExactMatchRaw, "{n} -> {2n}", ["idioms"],
            _ => Numbers.Select(number => new TaskRow($"n{number}", $"n{2 * number}", $"key {number}"))),
        new("parity", TaskCategories.Classification, "numbers", MetricNames.Accuracy, "is {n} even? -> yes / no",
            ["idioms"],
            _ => Numbers.Select(number =>
                new TaskRow($"is n{number} even?", number % 2 == 0 ? "yes" : "no", $"key {number}"))),
    ];

    private string[] Files(string name) =>
        [.. Directory.GetFiles(_folder[name], "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder[name], file)).Order(StringComparer.Ordinal)];

    private static HashSet<string> Inputs(TaskGym gym, TaskDescription task, SplitPart part) =>
        [.. gym.Splits(task.Name).SelectMany(split => gym.Read(split, part)).Select(row => row.Input)];

    private sealed class Silent : IProgress<GymProgress>
    {
        public void Report(GymProgress value)
        {
            Assert.NotEmpty(value.Text);
        }
    }
}

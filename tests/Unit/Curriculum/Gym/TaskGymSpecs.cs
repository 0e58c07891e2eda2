using Moe.Curriculum.Gym;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class TaskGymSpecs : IDisposable
{
    private readonly GymFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Opens_a_gym_that_CrossFit_made_and_takes_metrics_from_its_table()
    {
        CrossFitGym();
        TaskGym gym = TaskGym.Open(_folder.Root);
        Assert.Equal(["ag_news", "glue-cola", "jeopardy", "my_labels", "my_text"], gym.Tasks.Select(task => task.Name));
        Assert.Equal(MetricNames.ClassificationF1, gym.Task("ag_news").Metric);
        Assert.Equal(MetricNames.Matthews, gym.Task("glue-cola").Metric);
        Assert.Equal(MetricNames.ExactMatch, gym.Task("jeopardy").Metric);
        Assert.Equal(("classification", "topic"), (gym.Task("ag_news").Category, gym.Task("ag_news").SubCategory));
        Assert.Equal(Ontology.Unknown, gym.Task("jeopardy").Category);
    }

    [Fact]
    public void An_unknown_task_is_classification_by_its_16_shots_and_gets_a_metric_to_match()
    {
        CrossFitGym();
        TaskGym gym = TaskGym.Open(_folder.Root);
        Assert.True(gym.Task("my_labels").Classification);
        Assert.Equal(MetricNames.Accuracy, gym.Task("my_labels").Metric);
        Assert.False(gym.Task("my_text").Classification);
        Assert.Equal(MetricNames.ExactMatch, gym.Task("my_text").Metric);
    }

    [Fact]
    public void The_users_own_metrics_come_first()
    {
        CrossFitGym();
        _folder.File("metrics.json", """{ "jeopardy": "QA-F1", "my_text": "Rouge-L" }""");
        TaskGym gym = TaskGym.Open(_folder.Root);
        Assert.Equal(MetricNames.AnswerF1, gym.Task("jeopardy").Metric);
        Assert.Equal(MetricNames.RougeL, gym.Task("my_text").Metric);
        _folder.File("metrics.json", """{ "jeopardy": "BLEU" }""");
        string message = Assert.Throws<DataException>(() => TaskGym.Open(_folder.Root)).Message;
        Assert.Contains("BLEU", message);
        Assert.Contains("Rouge-L", message);
    }

    [Fact]
    public void Drawings_are_ordered_by_shots_and_seed_and_the_full_one_is_the_largest()
    {
        _folder.Split("t", "full", 13, "a\t1\n", "b\t1\n", "c\t1\n");
        foreach (int seed in FewShotSplit.Seeds.Reverse())
            _folder.Split("t", "32", seed, "a\t1\n", "b\t1\n", "c\t1\n");
        TaskGym gym = TaskGym.Open(_folder.Root);
        Assert.Equal(
            ["t_32_13", "t_32_21", "t_32_42", "t_32_87", "t_32_100", "t_full_13"],
            gym.Splits("t").Select(split => split.Prefix));
        Assert.Equal("t_full_13", gym.LargestSplit("t").Prefix);
        Assert.Equal("b", gym.Read(gym.LargestSplit("t"), SplitPart.Dev)[0].Input);
    }

    [Fact]
    public void A_misspelled_task_is_refused_with_the_nearest_names()
    {
        CrossFitGym();
        TaskGym gym = TaskGym.Open(_folder.Root);
        string message = Assert.Throws<DataException>(() => gym.Task("ag_new")).Message;
        Assert.Contains("ag_new`", message);
        Assert.Contains("ag_news", message);
    }

    [Fact]
    public void A_partition_is_read_by_name_and_must_name_tasks_the_gym_has()
    {
        CrossFitGym();
        _folder.File("splits/small.json", """{ "train": ["ag_news", "jeopardy"], "dev": [], "test": ["glue-cola"] }""");
        _folder.File("splits/wrong.json", """{ "train": ["ag_newz"] }""");
        TaskGym gym = TaskGym.Open(_folder.Root);
        Assert.Equal(["small", "wrong"], gym.Partitions);
        Assert.Equal(["ag_news", "jeopardy"], gym.Partition("small").Train);
        Assert.Equal(["glue-cola"], gym.Partition("small").Test);
        Assert.Contains("ag_news", Assert.Throws<DataException>(() => gym.Partition("wrong")).Message);
        Assert.Contains("small, wrong", Assert.Throws<DataException>(() => gym.Partition("large")).Message);
    }

    [Theory]
    [InlineData("""{ "train": "ag_news" }""", "train")]
    [InlineData("""[]""", "object")]
    [InlineData("""{ "seen": [] }""", "none of the lists")]
    [InlineData("""{ "train": [ """, "JSON")]
    public void A_malformed_partition_is_refused(string json, string expected)
    {
        _folder.File("split.json", json);
        string message = Assert.Throws<DataException>(() => TaskPartition.Read(_folder["split.json"])).Message;
        Assert.Contains("split.json", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void Partition_and_ontology_come_back_as_they_were_written()
    {
        TaskPartition partition = new("p", ["b", "a"], ["c"], []);
        partition.Write(_folder["p.json"]);
        TaskPartition read = TaskPartition.Read(_folder["p.json"]);
        Assert.Equal(partition.Train, read.Train);
        Assert.Equal(partition.Dev, read.Dev);
        Ontology ontology = new([new OntologyCategory("x", [new OntologySubCategory("y", ["b", "a"])])]);
        ontology.Write(_folder["o.json"]);
        Assert.Equal(["b", "a"], Ontology.Read(_folder["o.json"]).Tasks);
        Assert.Equal(("x", "y"), Ontology.Read(_folder["o.json"]).Place("a"));
    }

    [Fact]
    public void A_folder_without_tasks_is_refused()
    {
        Assert.Contains("no task", Assert.Throws<DataException>(() => TaskGym.Open(_folder.Root)).Message);
        string missing = _folder["nowhere"];
        Assert.Contains(missing, Assert.Throws<DataException>(() => TaskGym.Open(missing)).Message);
    }

    [Fact]
    public void The_CrossFit_table_has_the_counts_of_its_160_tasks()
    {
        Assert.Equal(160, CrossFitMetrics.Count);
        Assert.Equal(MetricNames.Pearson, CrossFitMetrics.Find("yelp_review_full"));
        Assert.Null(CrossFitMetrics.Find("no_such_task"));
    }

    private void CrossFitGym()
    {
        _folder.Split("ag_news", "16", 13, "a\tworld\n", "b\tworld\n", "c\tworld\n");
        _folder.Split("glue-cola", "16", 13, "a\tacceptable\n", "b\tacceptable\n", "c\tacceptable\n");
        _folder.Split("jeopardy", "32", 13, "a\t1\n", "b\t1\n", "c\t1\n");
        _folder.Split("my_labels", "16", 13, "a\t1\n", "b\t1\n", "c\t1\n");
        _folder.Split("my_text", "32", 13, "a\t1\n", "b\t1\n", "c\t1\n");
        _folder.File("ontology.json", """{ "classification": { "topic": ["ag_news"] } }""");
    }
}

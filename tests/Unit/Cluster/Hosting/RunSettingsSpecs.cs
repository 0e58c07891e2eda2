using Moe.Cluster.Hosting;
using Moe.Cluster.Settings;
using Moe.Curriculum;
using Moe.Curriculum.Stages;
using Moe.Model.Failures;
using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Hosting;

public sealed class RunSettingsSpecs
{
    [Fact]
    public void Reads_plain_values_lists_and_stages()
    {
        var run = RunFile.Read(
            "training.run.seed=18446744073709551615", "training.run.optimization.beta2=0.98",
            "training.run.curriculum.sampler=temperature", "training.run.model.vanilla-encoder-layers=[0]",
            "training.run.optimization.mean-loss=on");

        Assert.Equal(ulong.MaxValue, run.Seed);
        Assert.Equal(0.98, run.Optimization.AdamW.Beta2);
        Assert.Equal(SamplerKind.Temperature, run.Curriculum.Sampler);
        Assert.Equal([0], run.Model.VanillaEncoderLayers);
        Assert.True(run.Optimization.MeanLoss);
        Assert.Equal(["first", "second"], run.Stages.Select(stage => stage.Name));
        Assert.Equal(StageSelection.Single, run.Stages[0].Selection);
        Assert.Equal(StageSelection.GumbelSoftmaxStraightThrough, run.Stages[1].Selection);
        Assert.Equal(ComputationMode.Sparse, run.Stages[1].Computation);
        Assert.Equal(100, run.TotalSteps);
    }

    [Theory]
    [InlineData("training.run.seed=abc", "training.run.seed is 'abc' (set in --set training.run.seed=abc), expected a whole number")]
    [InlineData("training.run.model.dropout=1", "training.run.model.dropout is '1'", "up to, not including, 1")]
    [InlineData("training.run.model.dropout=nan", "training.run.model.dropout is 'nan'", "expected a number")]
    [InlineData("training.run.model.width=0", "training.run.model.width is '0'", "at least 1")]
    [InlineData("training.run.model.width=9", "training.run.model.encoder-heads is 2, expected a divisor of width 9")]
    [InlineData("training.run.model.width=null", "training.run.model.width is missing", "--set training.run.model.width=VALUE")]
    [InlineData("training.run.curriculum.gym-folder=null", "training.run.curriculum.gym-folder is missing")]
    [InlineData("training.run.curriculum.sampler=random", "is 'random'", "one of proportional, uniform, temperature")]
    [InlineData("training.run.router.network=mlp", "is 'mlp'", "linear_layer_specific")]
    [InlineData("training.run.optimization.mean-loss=yes", "is 'yes'", "expected on or off")]
    [InlineData("training.run.model.vanilla-encoder-layers=[5]", "vanilla-encoder-layers", "layers 0 to 0")]
    [InlineData("training.run.model.vanilla-encoder-layers=3", "is '3'", "a list in brackets, each element a whole number")]
    [InlineData("training.run.model=3", "training.run.model is '3'", "expected a section in braces")]
    [InlineData("training.run.stages=[]", "training.run.stages is a list", "at least one section")]
    [InlineData("training.run.curriculum.max-input-tokens=65", "max-positions is 64")]
    [InlineData("training.run.model.backbone=t6", "one of bart, t5, t5-v1.1")]
    [InlineData("training.run.model.head-width=4", "head-width is 4", "heads of BART divide the width")]
    [InlineData("training.run.initialization.kind=t5", "initialization.kind is t5", "model.backbone is a BART")]
    [InlineData("training.run.compute-type=float16", "one of float32, bfloat16")]
    public void Refuses_a_wrong_value_with_key_value_and_what_is_valid(string option, params string[] said)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => RunFile.Read(option));

        foreach (var part in said) Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("training.run.sed=1", "training.run.sed is no setting", "seed")]
    [InlineData("training.run.model.widht=1", "training.run.model.widht is no setting", "width")]
    [InlineData("training.run.optimization.expert-ratee=1", "optimization.expert-ratee is no setting", "expert-rate")]
    public void Refuses_an_unknown_key_with_the_nearest_one(string option, string unknown, string nearest)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => RunFile.Read(option));

        Assert.Contains(unknown, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"(written in --set {option})", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nearest, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ name = a, steps = 0 }", "stages[0].steps is '0'")]
    [InlineData("{ name = a }", "stages[0].steps is missing")]
    [InlineData("{ steps = 1 }", "stages[0].name is missing")]
    [InlineData("{ name = a, steps = 1, rate = 3 }", "stages[0].rate is no setting")]
    [InlineData("{ name = a, steps = 1, task-random-experts = 9 }", "draws 9 distinct experts")]
    public void Refuses_a_wrong_stage_and_never_offers_to_set_it_on_the_command_line(string stage, string said)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => RunFile.Read($"training.run.stages=[{stage}]"));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--set training.run.stages[", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_two_stages_of_one_name()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => RunFile.Read(
            "training.run.stages=[\n{ name = a, steps = 1 }\n{ name = a, steps = 2 }\n]"));

        Assert.Contains("2 stages named 'a'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_canonical_text_reads_back_as_the_same_run()
    {
        var run = RunFile.Read(
            "training.run.tokenizer-folder=a \"folder\" with \\ signs = and : colons", "training.run.optimization.epsilon=1e-12",
            "training.run.model.vanilla-decoder-layers=[0]");

        var text = RunSettings.Canonical(run);
        var read = RunSettings.Read(new LayeredConfiguration(ConfigurationLayer.FromText("run.hocon", text)));

        Assert.Equal("a \"folder\" with \\ signs = and : colons", read.TokenizerFolder);
        Assert.Equal(1e-12, read.Optimization.AdamW.Epsilon);
        Assert.Equal(text, RunSettings.Canonical(read));
        Assert.Empty(RunSettings.Differences(run, read));
    }

    [Fact]
    public void The_hash_follows_every_setting_and_nothing_else()
    {
        var run = RunFile.Read();

        Assert.Equal(RunSettings.Hash(run), RunSettings.Hash(RunFile.Read("training.run.seed=42")));
        Assert.NotEqual(RunSettings.Hash(run), RunSettings.Hash(RunFile.Read("training.run.seed=43")));
        Assert.NotEqual(RunSettings.Hash(run), RunSettings.Hash(RunSettings.WithSteps(run, 99)));
        Assert.Equal(64, RunSettings.Hash(run).Length);
    }

    [Fact]
    public void Differences_name_the_keys_with_both_values()
    {
        var differences = RunSettings.Differences(
            RunFile.Read(), RunFile.Read("training.run.seed=7", "training.run.stages=[{ name = first, steps = 60, selection = single }]"));

        Assert.Contains("training.run.seed: 42 -> 7", differences);
        Assert.Contains("training.run.stages.1.steps: 40 -> absent", differences);
        Assert.DoesNotContain(differences, line => line.StartsWith("training.run.stages.0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(10, 6, 4)]
    [InlineData(100, 60, 40)]
    [InlineData(1000, 600, 400)]
    public void Another_number_of_steps_keeps_the_stages_in_proportion(int steps, int first, int second)
    {
        var run = RunSettings.WithSteps(RunFile.Read("training.run.optimization.warmup-steps=50"), steps);

        Assert.Equal([first, second], run.Stages.Select(stage => stage.Steps));
        Assert.Equal(steps, run.TotalSteps);
        Assert.Equal(steps / 2, run.Optimization.WarmupSteps);
    }

    [Fact]
    public void Refuses_fewer_steps_than_stages()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => RunSettings.WithSteps(RunFile.Read(), 1));

        Assert.Contains("2 stages (first, second)", refusal.Message, StringComparison.Ordinal);
    }
}

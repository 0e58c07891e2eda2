using Moe.Curriculum.Gym.Tasks;
using Moe.Curriculum.Prompts;
using Moe.Unit.Specs.Cluster;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Prompts;

public sealed class ExamplePromptsSpecs
{
    [Fact]
    public void Every_task_of_the_built_gym_can_be_asked_for_in_words()
    {
        var prompts = PromptFile.Read(RepositoryFiles.At("examples/paper/gym/prompts.json"));

        foreach (var recipe in TaskRecipes.All)
        {
            var task = prompts.Of(recipe.Name);
            Assert.InRange(task.Templates.Count, 2, 5);
            Assert.Equal(recipe.Classification, task.Choices.Count > 0);
        }
    }
}

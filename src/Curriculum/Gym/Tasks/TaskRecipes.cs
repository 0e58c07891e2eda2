namespace Moe.Curriculum.Gym.Tasks;

/// <summary>Every task the builder makes, by name.</summary>
public static class TaskRecipes
{
    /// <summary>All recipes in ordinal order of name.</summary>
    public static IReadOnlyList<TaskRecipe> All { get; } =
    [.. new[]
        {
            OpinionTasks.Recipes, TopicTasks.Recipes, LanguageTasks.Recipes, WordClassTasks.Recipes,
            WordNetClassTasks.Recipes, ExtractionTasks.Recipes, WorldKnowledgeTasks.Recipes, LexicalTasks.Recipes,
            DerivationTasks.Recipes, StringFormatTasks.Recipes, GenerationTasks.Recipes, TranslationTasks.Recipes,
        }
        .SelectMany(family => family)
        .OrderBy(recipe => recipe.Name, StringComparer.Ordinal)];
}

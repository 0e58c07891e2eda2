namespace Moe.Specs;

/// <summary>Finds files of the repository from where the tests run: the folder above that holds Cluster.sln.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Find();

    public static string At(params string[] names) => Path.Combine([Root, .. names]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cluster.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Cluster.sln.");
    }
}

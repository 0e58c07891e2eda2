using Moe.Cluster.Runs;

namespace Moe.Cluster.Adaptation;

/// <summary>Keeps what a folder of results was made with, so that no other settings add to it.</summary>
internal static class AdaptationFolder
{
    /// <summary>Writes the settings, or compares with those that are kept.</summary>
    /// <exception cref="RunFolderException">They differ.</exception>
    public static void Keep(string folder, string settings)
    {
        var kept = Path.Combine(folder, AdaptationWork.SettingsFile);
        TextFiles.Told(folder, () => Directory.CreateDirectory(folder));
        if (!File.Exists(kept))
        {
            TextFiles.Replace(kept, settings);
            return;
        }
        if (File.ReadAllText(kept) == settings) return;
        var other = File.ReadLines(kept).Zip(settings.Split('\n')).FirstOrDefault(lines => lines.First != lines.Second);
        throw new RunFolderException(
            $"{folder} holds results of other settings: it has `{other.First?.Trim()}`, asked for is `{other.Second?.Trim()}`. Name " +
            "another folder with --out, or give the settings it was made with to go on.");
    }
}

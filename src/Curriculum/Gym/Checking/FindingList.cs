using Moe.Model.Failures;

namespace Moe.Curriculum.Gym.Checking;

/// <summary>Collects findings; a check that meets a malformed file goes on with the next one.</summary>
internal sealed class FindingList
{
    private readonly List<GymFinding> _findings = [];

    public IReadOnlyList<GymFinding> Sorted =>
        [.. _findings.OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line)];

    public void Error(string file, int line, string message) =>
        _findings.Add(new GymFinding(FindingSeverity.Error, file, line, message));

    public void Warning(string file, int line, string message) =>
        _findings.Add(new GymFinding(FindingSeverity.Warning, file, line, message));

    /// <summary>Runs a reader; what it refuses becomes an error of the file, and null is returned.</summary>
    public T? Try<T>(string file, Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (DataException refused)
        {
            string message = refused.Message.StartsWith(file + ": ", StringComparison.Ordinal)
                ? refused.Message[(file.Length + 2)..]
                : refused.Message;
            Error(file, 0, message);
            return null;
        }
    }
}

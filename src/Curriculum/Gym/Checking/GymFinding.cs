using System.Globalization;

namespace Moe.Curriculum.Gym.Checking;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Training works, but numbers may not mean what they seem to.</summary>
    Warning,

    /// <summary>The gym or a part of it cannot be used as it is.</summary>
    Error,
}

/// <summary>Something wrong in a gym.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="File">Path of the file or folder.</param>
/// <param name="Line">Line number from 1, or 0 when the finding is about the whole file.</param>
/// <param name="Message">What was found and how to mend it.</param>
public sealed record GymFinding(FindingSeverity Severity, string File, int Line, string Message)
{
    /// <summary>The finding in one line: place, severity, message.</summary>
    public override string ToString()
    {
        string place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}") : File;
        return $"{place}: {(Severity == FindingSeverity.Error ? "error" : "warning")}: {Message}";
    }
}

/// <summary>Everything a check found.</summary>
/// <param name="Findings">By file, then line.</param>
/// <param name="Tasks">Tasks looked at.</param>
/// <param name="Files">Task files looked at.</param>
/// <param name="Rows">Good rows in them.</param>
public sealed record GymCheckResult(IReadOnlyList<GymFinding> Findings, int Tasks, int Files, int Rows)
{
    /// <summary>Number of errors.</summary>
    public int Errors => Findings.Count(finding => finding.Severity == FindingSeverity.Error);

    /// <summary>Number of warnings.</summary>
    public int Warnings => Findings.Count(finding => finding.Severity == FindingSeverity.Warning);
}

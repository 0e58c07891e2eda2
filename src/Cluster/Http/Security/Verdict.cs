namespace Moe.Cluster.Http.Security;

/// <summary>Whether a request is let through.</summary>
/// <param name="Who">The caller's name.</param>
/// <param name="Status">The status to refuse with; 0: it is let through.</param>
/// <param name="Reason">Why it is refused.</param>
/// <param name="Challenge">What the caller would have to show, as the header WWW-Authenticate says it.</param>
internal sealed record Verdict(string Who, int Status, string Reason, string? Challenge)
{
    /// <summary>Whether it is let through.</summary>
    public bool Admits => Status == 0;

    /// <summary>It is.</summary>
    public static Verdict Yes(string who) => new(who, 0, "", null);

    /// <summary>It is not.</summary>
    public static Verdict No(string who, int status, string reason, string? challenge = null) => new(who, status, reason, challenge);
}

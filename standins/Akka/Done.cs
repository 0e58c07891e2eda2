namespace Akka;

/// <summary>The value of a computation that has no other value.</summary>
public sealed class Done
{
    /// <summary>The only instance.</summary>
    public static readonly Done Instance = new();

    private Done() { }
}

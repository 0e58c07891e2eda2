namespace Moe.Cluster.Settings;

/// <summary>How one kind of value is read from HOCON, checked and written back.</summary>
internal abstract class ValueForm<TValue>
{
    /// <summary>The valid values, in words that end a sentence.</summary>
    public abstract string Expected { get; }

    /// <summary>Reads a value that exists; false when it is not of this form or out of range.</summary>
    public abstract bool TryRead(SettingNode node, out TValue value);

    /// <summary>The value in HOCON.</summary>
    public abstract string Write(TValue value);
}

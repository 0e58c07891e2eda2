namespace Moe.Cluster.Http.Security;

/// <summary>The newest keys that operations came with, so that none is done twice. Holds a bounded number of them.</summary>
internal sealed class RememberedKeys(int most)
{
    private readonly Lock gate = new();
    private readonly HashSet<(string Who, string Key)> known = [];
    private readonly Queue<(string Who, string Key)> inOrder = [];

    /// <summary>Remembers a key; false: it is remembered already.</summary>
    public bool Add(string who, string key)
    {
        lock (gate)
        {
            if (!known.Add((who, key))) return false;
            inOrder.Enqueue((who, key));
            if (inOrder.Count > most) known.Remove(inOrder.Dequeue());
            return true;
        }
    }

    /// <summary>Forgets a key: what it came with was not done, and may come again.</summary>
    public void Forget(string who, string key)
    {
        lock (gate) known.Remove((who, key));
    }
}

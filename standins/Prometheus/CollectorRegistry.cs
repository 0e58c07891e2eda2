using System.Diagnostics;

namespace Prometheus;

/// <summary>The metrics of one page, in the order they were made.</summary>
public sealed class CollectorRegistry
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Collector>> _families = [];
    private readonly List<Func<CancellationToken, Task>> _beforeCollect = [];
    private Action? _beforeFirstCollect;
    private bool _hasBeenCollected;

    /// <summary>Adds something to be done before each collection, such as reading a value into a gauge.</summary>
    public void AddBeforeCollectCallback(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddBeforeCollectCallback(_ =>
        {
            callback();
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc cref="AddBeforeCollectCallback(Action)"/>
    public void AddBeforeCollectCallback(Func<CancellationToken, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        lock (_lock)
            _beforeCollect.Add(callback);
    }

    /// <summary>Writes the page in the text exposition format 0.0.4.</summary>
    public async Task CollectAndExportAsTextAsync(Stream to, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        ReadOnlyMemory<byte> page = await CollectAsync(cancel).ConfigureAwait(false);
        await to.WriteAsync(page, cancel).ConfigureAwait(false);
        await to.FlushAsync(cancel).ConfigureAwait(false);
    }

    internal async Task<ReadOnlyMemory<byte>> CollectAsync(CancellationToken cancel)
    {
        TakeBeforeFirstCollect()?.Invoke();
        await RunCallbacksAsync(cancel).ConfigureAwait(false);
        Collector[][] families;
        lock (_lock)
            families = [.. _families.Values.Select(family => family.ToArray())];

        var writer = new ExpositionWriter();
        foreach (Collector[] family in families)
        {
            cancel.ThrowIfCancellationRequested();
            writer.WriteDeclaration(family[0].Name, family[0].Help, family[0].Type);
            foreach (Collector collector in family)
                collector.WriteChildren(writer);
        }

        return writer.Page;
    }

    internal void SetBeforeFirstCollectCallback(Action callback)
    {
        lock (_lock)
            _beforeFirstCollect = _hasBeenCollected ? null : callback;
    }

    /// <exception cref="InvalidOperationException">A metric of another type has this name.</exception>
    internal T GetOrAdd<T>(string name, string[] labelNames, Func<T> create)
        where T : Collector
    {
        ArgumentNullException.ThrowIfNull(labelNames);
        lock (_lock)
        {
            List<Collector>? family = name is null ? null : _families.GetValueOrDefault(name);
            if (family?.Find(known => known.LabelNames.AsSpan().SequenceEqual(labelNames)) is T same)
                return same;
            if (family is not null && family[0] is not T)
            {
                throw new InvalidOperationException(
                    "Collector of a different type with the same name is already registered.");
            }

            T created = create();
            if (family is null)
                _families.Add(created.Name, [created]);
            else
                family.Add(created);
            return created;
        }
    }

    private Action? TakeBeforeFirstCollect()
    {
        lock (_lock)
        {
            _hasBeenCollected = true;
            Action? callback = _beforeFirstCollect;
            _beforeFirstCollect = null;
            return callback;
        }
    }

    /// <summary>A callback that fails is reported to the trace listeners; the page is written without it.</summary>
    private async Task RunCallbacksAsync(CancellationToken cancel)
    {
        Func<CancellationToken, Task>[] callbacks;
        lock (_lock)
            callbacks = [.. _beforeCollect];
        foreach (Func<CancellationToken, Task> callback in callbacks)
        {
            try
            {
                await callback(cancel).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Trace.WriteLine($"Metrics before-collect callback failed: {failure}");
            }
        }
    }
}

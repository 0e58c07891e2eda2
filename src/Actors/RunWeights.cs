using Moe.Actors.Expert;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Initialization;
using Moe.Model.Parameters;

namespace Moe.Actors;

/// <summary>Where a run's weights come from when an expert starts: a checkpoint, a pre-trained BART, or random numbers.</summary>
public sealed class RunWeights : IDisposable
{
    private readonly WeightSource source;

    private RunWeights(WeightSource source) => this.source = source;

    /// <summary>Fills one expert.</summary>
    public void Fill(ExpertId expert, FlatParameters parameters) => source(expert, parameters);

    /// <summary>The source a run's settings and checkpoint ask for.</summary>
    public static RunWeights Of(TrainingSettings settings, ICheckpointStore checkpoints, CheckpointManifest? from)
    {
        if (from is not null)
            return new RunWeights((expert, parameters) => ExpertStore.Load(checkpoints, from, expert.ToString(), parameters));
        var initialization = settings.Initialization;
        var noise = new ExpertNoise(initialization.Noise);
        var kind = initialization.Kind switch
        {
            "xavier" => InitialWeights.Xavier,
            "bart" => InitialWeights.Bart,
            _ => throw new ConfigurationException(
                $"training.run.initialization.kind is '{initialization.Kind}', expected xavier or bart."),
        };
        return new RunWeights((expert, parameters) =>
            BartInitialization.Fill(parameters, settings.Model, expert, kind, noise, settings.Seed));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

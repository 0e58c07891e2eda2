using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Import;
using Moe.Model.Initialization;
using Moe.Model.Parameters;

namespace Moe.Actors;

/// <summary>Where a run's weights come from at its beginning: a pre-trained model, or random numbers.</summary>
public sealed class RunWeights : IDisposable
{
    private readonly WeightSource source;
    private readonly Pretrained? pretrained;

    private RunWeights(WeightSource source) => this.source = source;

    private RunWeights(Pretrained pretrained) => (this.pretrained, source) = (pretrained, pretrained.Fill);

    /// <summary>Fills one expert.</summary>
    public void Fill(ExpertId expert, FlatParameters parameters) => source(expert, parameters);

    /// <summary>The source a run's settings ask for.</summary>
    public static RunWeights Of(TrainingSettings settings)
    {
        var initialization = settings.Initialization;
        var noise = new ExpertNoise(initialization.Noise);
        if (initialization.Folder is { } folder) return new RunWeights(new Pretrained(settings, folder, noise));
        var kind = initialization.Kind switch
        {
            "xavier" => InitialWeights.Xavier,
            "bart" => InitialWeights.Bart,
            "t5" => InitialWeights.T5,
            _ => throw new ConfigurationException(
                $"training.run.initialization.kind is '{initialization.Kind}', expected xavier, bart or t5."),
        };
        return new RunWeights((expert, parameters) =>
            ModelInitialization.Fill(parameters, settings.Model, expert, kind, noise, settings.Seed, initialization.Deviation));
    }

    /// <inheritdoc/>
    public void Dispose() => pretrained?.Dispose();

    // The whole imported model, held until its last expert has been taken.
    private sealed class Pretrained(TrainingSettings settings, string folder, ExpertNoise noise) : IDisposable
    {
        private readonly Lock gate = new();
        private readonly HashSet<ExpertId> missing = [.. settings.Model.AllExperts()];
        private RoutedModel? model;

        public void Fill(ExpertId expert, FlatParameters parameters)
        {
            lock (gate)
            {
                model ??= HuggingFaceImport.FromFolder(folder, Adapted, noise, settings.Seed, TorchSharp.torch.CPU);
                parameters.CopyFrom(model.Parameters[expert]);
                missing.Remove(expert);
                if (missing.Count == 0) Dispose();
            }
        }

        public void Dispose()
        {
            model?.Dispose();
            model = null;
        }

        private ModelShape Adapted(ModelShape file)
        {
            var run = settings.Model;
            if (file.Backbone != run.Backbone)
            {
                throw new WeightsException(
                    $"{folder}: its config.json is of backbone {file.Backbone}, but the run's is {run.Backbone}. Set "
                    + "training.run.model.backbone to that of the folder, or take another folder.");
            }
            var adapted = file with
            {
                Experts = run.Experts,
                MaxPositions = file.Backbone == Backbone.Bart ? file.MaxPositions : run.MaxPositions,
                VanillaEncoderLayers = run.VanillaEncoderLayers,
                VanillaDecoderLayers = run.VanillaDecoderLayers,
                Dropout = run.Dropout,
                AttentionDropout = run.AttentionDropout,
                ActivationDropout = run.ActivationDropout,
            };
            if (adapted == run) return adapted;
            throw new WeightsException(
                $"{folder}: config.json says {adapted}, but the run is set to {run}. Set training.run.model to the sizes of the "
                + "folder, and training.run.tokenizer-folder to its tokenizer.");
        }
    }
}

using Moe.Actors;
using Moe.Model;
using static TorchSharp.torch;

namespace Moe.Cluster.Adaptation;

/// <summary>A run's model as it was before its first step.</summary>
internal static class InitialModel
{
    /// <summary>Draws or imports the weights again; they depend on the settings alone.</summary>
    public static RoutedModel Of(TrainingSettings settings, Device device)
    {
        RoutedModel model = new(settings.Model, device);
        using var weights = RunWeights.Of(settings);
        foreach (var (id, parameters) in model.Parameters) weights.Fill(id, parameters);
        return model;
    }
}

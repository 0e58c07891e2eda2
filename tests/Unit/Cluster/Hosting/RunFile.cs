using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Settings;

namespace Moe.Unit.Specs.Cluster.Hosting;

/// <summary>A small valid training.run, and ways to read changed ones.</summary>
internal static class RunFile
{
    public const string Text =
        """
        training.run {
          model {
            width = 8
            encoder-layers = 1
            decoder-layers = 1
            encoder-heads = 2
            decoder-heads = 2
            encoder-feed-forward = 16
            decoder-feed-forward = 16
            max-positions = 64
          }
          curriculum {
            gym-folder = gym
            split = random
            max-input-tokens = 64
            max-output-tokens = 32
          }
          stages = [
            {
              name = first
              steps = 60
              selection = single
            }
            {
              name = second
              steps = 40
            }
          ]
        }
        """;

    public static TrainingSettings Read(params string[] options) => RunSettings.Read(Layers(options));

    public static LayeredConfiguration Layers(params string[] options) =>
        new([ConfigurationLayer.FromText("small.hocon", Text), .. options.Select(ConfigurationLayer.FromOption)]);
}

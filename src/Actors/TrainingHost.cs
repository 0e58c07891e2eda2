using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Moe.Actors.Coordinator;
using Moe.Actors.Expert;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Router;
using Moe.Actors.Supervision;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Tokenizers;

namespace Moe.Actors;

/// <summary>What a run works on: the gym, its training rows as tokens, and the tokenizer that made them.</summary>
public sealed record RunData(TaskGym Gym, TrainingData Training, ITokenizer Tokenizer);

/// <summary>A run from its first or last step to its end, in this process alone.</summary>
public static class TrainingHost
{
    /// <summary>
    /// Starts a node that is its own cluster, trains until the last step, a failure, or the stop token, and shuts everything down.
    /// </summary>
    /// <param name="setup">The node and the run.</param>
    /// <param name="stop">Asks the run to finish its step, write a checkpoint and end.</param>
    public static async Task<RunOutcome> RunAsync(NodeSetup setup, CancellationToken stop)
    {
        await using var node = NodeHost.Start(setup);
        await using var asked = stop.Register(node.AskToStop);
        return await node.Ended;
    }

    /// <summary>Refuses settings that do not fit each other or the run's tokenizer.</summary>
    /// <exception cref="MoeException">They do not fit; the message says what to change.</exception>
    public static void Check(TrainingSettings settings, RunData data)
    {
        settings.Model.Validated();
        if (settings.Stages.Any(stage => stage.RoutesFromRows > 0) && settings.Router.TaskEmbeddingWidth != settings.Model.Width)
        {
            throw new Model.Failures.ConfigurationException(
                $"training.run.router.task-embedding-width is {settings.Router.TaskEmbeddingWidth}, "
                + $"but a stage takes task embeddings from the "
                + $"encoder (routes-from-rows), whose states are {settings.Model.Width} wide. Set it to {settings.Model.Width}.");
        }
        if (settings.Model.VocabularySize < data.Tokenizer.VocabularySize)
        {
            throw new WeightsException(
                $"The tokenizer has {data.Tokenizer.VocabularySize} tokens but the model's vocabulary {settings.Model.VocabularySize}. "
                + "Use the tokenizer the model was made with.");
        }
    }
}

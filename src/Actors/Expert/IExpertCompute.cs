using Moe.Actors.Messages;

namespace Moe.Actors.Expert;

/// <summary>The tensor work of one expert within a micro-batch. Every method runs on a lane, inside a dispose scope.</summary>
public interface IExpertCompute : IDisposable
{
    /// <summary>Does one operation of a micro-batch.</summary>
    OperationResult Run(MicroBatchKey key, ExpertOperation operation);

    /// <summary>Adds a complete micro-batch's gradients to the flat buffer; the first of a step overwrites it.</summary>
    void Add(MicroBatchKey key, bool overwrite);

    /// <summary>Frees what a micro-batch holds.</summary>
    void Drop(MicroBatchKey key);
}

using Moe.Actors.Expert;
using Moe.Model;
using Moe.Model.Parameters;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Moe.Unit.Specs.Actors.Expert;

public sealed class ReplicaGradientsSpecs : IDisposable
{
    private static readonly ExpertId First = ExpertId.Vocabulary, Second = First with { Replica = 1 }, Third = First with { Replica = 2 };
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly FlatParameters parameters = new(new ParameterLayout([("weight", [3], true)]), CPU);
    private readonly ReplicaGradients gradients;

    public ReplicaGradientsSpecs() => gradients = new ReplicaGradients(parameters);

    public void Dispose()
    {
        gradients.Dispose();
        parameters.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Each_replicas_gradient_is_added_up_by_itself_and_summed_in_order()
    {
        Add(First, overwrite: true, 1, 2, 3);
        Add(Second, overwrite: true, 10, 20, 30);
        Add(First, overwrite: false, 1, 1, 1);
        Add(Second, overwrite: false, 5, 5, 5);

        gradients.Sum([(First, null), (Second, null), (Third, Numbers(100, 200, 300))]);

        Assert.Equal([117, 228, 339], parameters.Gradients.data<float>().ToArray());
    }

    [Fact]
    public void The_next_step_begins_anew()
    {
        Add(First, overwrite: true, 1, 2, 3);
        Add(Second, overwrite: true, 10, 20, 30);
        gradients.Sum([(First, null), (Second, null)]);

        Add(Second, overwrite: true, 7, 7, 7);
        Add(First, overwrite: true, 4, 5, 6);

        Assert.Equal([4, 5, 6], gradients.Copy(First).data<float>().ToArray());
        Assert.Equal([7, 7, 7], gradients.Copy(Second).data<float>().ToArray());
    }

    // What a layer does: the first of a step overwrites the buffer.
    private void Add(ExpertId replica, bool overwrite, params float[] numbers)
    {
        gradients.Bring(replica, overwrite);
        if (overwrite) parameters.Gradients.copy_(Numbers(numbers));
        else parameters.Gradients.add_(Numbers(numbers));
    }

    private static Tensor Numbers(params float[] numbers) => tensor(numbers);
}

using Moe.Model.Layers;
using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// One bidirectional recurrent layer over the model's layers, h units in each direction, then a linear map to the
/// experts: "rnn", "lstm", "gru" and their "_layer_specific" forms. Gates are in PyTorch's order (LSTM: in, forget,
/// cell, out; GRU: reset, update, new) with two bias vectors, so that the authors' weights fit.
/// </summary>
public sealed class RecurrentRouter : IRouterNetwork
{
    private const string Recurrence = RouterLayout.Prefix + "rnn.";

    private readonly RecurrentCell cell;
    private readonly bool layerSpecific;

    /// <summary>The network of a shape.</summary>
    public RecurrentRouter(RouterShape shape, RecurrentCell cell, bool layerSpecific)
    {
        (Shape, this.cell, this.layerSpecific) = (shape, cell, layerSpecific);
        var gateCount = cell switch { RecurrentCell.LongShortTerm => 4L, RecurrentCell.Gated => 3L, _ => 1L };
        var gates = gateCount * shape.HiddenWidth;
        var width = RouterLayout.SequenceWidth(shape, layerSpecific);
        var directions = new[] { "l0", "l0_reverse" }.SelectMany(direction => new (string, long[])[]
        {
            ($"{Recurrence}weight_ih_{direction}", [gates, width]),
            ($"{Recurrence}weight_hh_{direction}", [gates, shape.HiddenWidth]),
            ($"{Recurrence}bias_ih_{direction}", [gates]), ($"{Recurrence}bias_hh_{direction}", [gates]),
        });
        Layout = RouterLayout.Of([
            .. RouterLayout.Sequence(shape, layerSpecific), .. directions,
            .. RouterLayout.Linear(RouterLayout.Projection, 2L * shape.HiddenWidth, shape.Experts),
        ]);
    }

    /// <inheritdoc/>
    public RouterShape Shape { get; }

    /// <inheritdoc/>
    public ParameterLayout Layout { get; }

    /// <inheritdoc/>
    public Tensor Forward(Tensor embedding_BR, RouterParameters parameters, PassSettings settings)
    {
        var sequence_LBW = RouterLayout.Sequence(Shape, layerSpecific, embedding_BR, parameters);
        var forward_LBH = Run(sequence_LBW, parameters, "l0", reversed: false);
        var backward_LBH = Run(sequence_LBW, parameters, "l0_reverse", reversed: true);
        var states = torch.cat([forward_LBH, backward_LBH], 2).view(-1, 2 * Shape.HiddenWidth);
        return RouterLayout.Linear(states, parameters, RouterLayout.Projection).view(Shape.Layers, -1, Shape.Experts);
    }

    private Tensor Run(Tensor sequence_LBW, RouterParameters parameters, string direction, bool reversed)
    {
        var batch = sequence_LBW.shape[1];
        // The input's share of the gates does not depend on the state: one product for all layers.
        var inputs = torch.addmm(
                parameters[$"{Recurrence}bias_ih_{direction}"], sequence_LBW.reshape(-1, sequence_LBW.shape[2]),
                parameters[$"{Recurrence}weight_ih_{direction}"].t(), 1, 1)
            .view(Shape.Layers, batch, -1).unbind(0);
        var transition = parameters[$"{Recurrence}weight_hh_{direction}"].t();
        var bias = parameters[$"{Recurrence}bias_hh_{direction}"];
        var hidden = torch.zeros(batch, Shape.HiddenWidth, dtype: sequence_LBW.dtype, device: sequence_LBW.device);
        var memory = hidden;
        var states = new Tensor[Shape.Layers];
        for (var i = 0; i < states.Length; i++)
        {
            var layer = reversed ? states.Length - 1 - i : i;
            var recurrent = torch.addmm(bias, hidden, transition, 1, 1);
            (hidden, memory) = Step(inputs[layer], recurrent, hidden, memory);
            states[layer] = hidden;
        }
        return torch.stack(states);
    }

    private (Tensor Hidden, Tensor Memory) Step(Tensor input, Tensor recurrent, Tensor hidden, Tensor memory)
    {
        switch (cell)
        {
            case RecurrentCell.LongShortTerm:
                {
                    var gates = input.add(recurrent);
                    var kept = Gate(gates, 1).sigmoid().mul(memory)
                        .add(Gate(gates, 0).sigmoid().mul(Gate(gates, 2).tanh()));
                    return (Gate(gates, 3).sigmoid().mul(kept.tanh()), kept);
                }
            case RecurrentCell.Gated:
                {
                    var reset = Gate(input, 0).add(Gate(recurrent, 0)).sigmoid();
                    var update = Gate(input, 1).add(Gate(recurrent, 1)).sigmoid();
                    var fresh = Gate(input, 2).add(reset.mul(Gate(recurrent, 2))).tanh();
                    return (fresh.add(update.mul(hidden.sub(fresh))), memory);
                }
            default:
                return (input.add(recurrent).tanh(), memory);
        }
    }

    private Tensor Gate(Tensor gates, int number) => gates.narrow(1, number * Shape.HiddenWidth, Shape.HiddenWidth);
}

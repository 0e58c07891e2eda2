using Moe.Model.Parameters;

namespace Moe.Model.Layers;

/// <summary>Layouts and layers of the experts of a model shape.</summary>
public static class ExpertFactory
{
    /// <summary>Names and places of an expert's parameters.</summary>
    public static ParameterLayout LayoutOf(ModelShape shape, ExpertId expert) => expert.Kind == ExpertKind.Vocabulary
        ? VocabularyLayer.Layout(shape)
        : LayerShape.Of(shape, expert.Kind).Layout();

    /// <summary>The computation of a routed expert over its parameters.</summary>
    public static IExpertLayer LayerOf(ModelShape shape, ExpertId expert, FlatParameters parameters) =>
        new TransformerLayer(LayerShape.Of(shape, expert.Kind), parameters);
}

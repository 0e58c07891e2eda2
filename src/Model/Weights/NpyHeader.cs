using System.Globalization;
using System.Text;
using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>
/// The header of a .npy file: a Python dictionary literal with the keys descr, fortran_order and shape, such as
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>. Only that form is read; nothing is
/// evaluated.
/// </summary>
internal sealed class NpyHeader
{
    private const string DataTypeKey = "descr", OrderKey = "fortran_order", ShapeKey = "shape";

    private static readonly Dictionary<string, TensorDataType> TypeOfName = new(StringComparer.Ordinal)
    {
        ["<f8"] = TensorDataType.Float64,
        ["<f4"] = TensorDataType.Float32,
        ["<i8"] = TensorDataType.Int64,
    };

    private readonly string file;
    private readonly string text;
    private int position;
    private TensorDataType? dataType;
    private bool? fortranOrder;
    private long[]? shape;

    private NpyHeader(string file, string text) => (this.file, this.text) = (file, text);

    /// <summary>Type and shape that <paramref name="text"/> tells.</summary>
    /// <exception cref="WeightsException">
    /// The text is no such header, or tells of a type or order that is not read.
    /// </exception>
    public static TensorLayout Parse(string file, string text)
    {
        var header = new NpyHeader(file, text);
        header.ParseDictionary();
        if (header is not { dataType: { } dataType, fortranOrder: { } fortranOrder, shape: { } shape })
            throw header.Malformed($"one of {DataTypeKey}, {OrderKey} and {ShapeKey} is missing");
        if (fortranOrder && shape.Length > 1)
        {
            throw new WeightsException(
                $"{file}: the array is in Fortran order, expected C order. Save numpy.ascontiguousarray(array) "
                + "instead.");
        }
        if (!TensorLayout.TryCountBytes(dataType, shape, out _))
            throw header.Malformed("the shape is too large");
        return new TensorLayout(Path.GetFileName(file), dataType, shape);
    }

    /// <summary>The literal that tells of <paramref name="layout"/>, as numpy writes it.</summary>
    public static string Build(TensorLayout layout)
    {
        var name = TypeOfName.First(pair => pair.Value == layout.DataType).Key;
        var axes = string.Join(", ", layout.Shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
        var tuple = layout.Shape.Length == 1 ? axes + "," : axes;
        return $"{{'{DataTypeKey}': '{name}', '{OrderKey}': False, '{ShapeKey}': ({tuple}), }}";
    }

    private void ParseDictionary()
    {
        Expect('{');
        while (!TryTake('}'))
        {
            var key = TakeString();
            Expect(':');
            switch (key)
            {
                case DataTypeKey when dataType is null: dataType = TakeDataType(); break;
                case OrderKey when fortranOrder is null: fortranOrder = TakeBoolean(); break;
                case ShapeKey when shape is null: shape = TakeShape(); break;
                default: throw Malformed($"the key '{key}' is unknown or repeated");
            }
            if (TryTake('}'))
                break;
            Expect(',');
        }
        SkipBlanks();
        if (position < text.Length)
            throw Malformed("something follows the dictionary");
    }

    private TensorDataType TakeDataType()
    {
        SkipBlanks();
        if (position < text.Length && text[position] == '[')
            throw Malformed("it is an array of records, expected one of plain numbers");
        var name = TakeString();
        return TypeOfName.TryGetValue(name, out var type)
            ? type
            : throw new WeightsException(
                $"{file}: numbers of type '{name}', expected one of {string.Join(", ", TypeOfName.Keys)}. Save "
                + "array.astype('<f4') instead.");
    }

    private bool TakeBoolean()
    {
        SkipBlanks();
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (!text.AsSpan(position).StartsWith(word, StringComparison.Ordinal))
                continue;
            position += word.Length;
            return value;
        }
        throw Malformed("expected True or False");
    }

    private long[] TakeShape()
    {
        List<long> axes = [];
        Expect('(');
        while (!TryTake(')'))
        {
            axes.Add(TakeInteger());
            if (TryTake(')'))
                break;
            Expect(',');
        }
        return [.. axes];
    }

    private long TakeInteger()
    {
        SkipBlanks();
        var end = position;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        var digits = text.AsSpan(position, end - position);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            throw Malformed("expected a whole number from 0");
        position = end;
        return value;
    }

    private string TakeString()
    {
        SkipBlanks();
        var quote = position < text.Length ? text[position] : '\0';
        if (quote is not ('\'' or '"'))
            throw Malformed("expected a quoted text");
        var end = text.IndexOf(quote, position + 1);
        if (end < 0)
            throw Malformed("a quoted text does not end");
        var value = text[(position + 1)..end];
        position = end + 1;
        return value;
    }

    private void Expect(char character)
    {
        if (!TryTake(character))
            throw Malformed($"expected '{character}'");
    }

    private bool TryTake(char character)
    {
        SkipBlanks();
        if (position >= text.Length || text[position] != character)
            return false;
        position++;
        return true;
    }

    private void SkipBlanks()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
    }

    private WeightsException Malformed(string what) => new(
        $"{file}: its header, '{Shown()}', cannot be read at character {position}: {what}. Save the array again "
        + "with numpy.save.");

    private string Shown()
    {
        const int lengthMax = 120;
        var shown = new StringBuilder();
        foreach (var character in text.TrimEnd().Take(lengthMax))
            shown.Append(char.IsControl(character) ? '?' : character);
        return shown.ToString();
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Prometheus;

/// <summary>
/// Writes the text exposition format, version 0.0.4: for each metric its help and type, then a line a sample. Numbers
/// are written the shortest way that reads back as the same number, in the invariant culture.
/// </summary>
internal sealed class ExpositionWriter
{
    private const int NumberBytesMax = 32;

    private readonly ArrayBufferWriter<byte> _page = new(16 * 1024);

    public ReadOnlyMemory<byte> Page => _page.WrittenMemory;

    /// <summary>
    /// name="value" pairs with commas between; backslash, quote and line feed of a value are escaped.
    /// </summary>
    public static byte[] FormatLabels(string[] names, string[] values)
    {
        var labels = new StringBuilder();
        for (int i = 0; i < values.Length; i++)
        {
            string value = values[i].Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\"", "\\\"");
            labels.Append(i == 0 ? "" : ",").Append(names[i]).Append("=\"").Append(value).Append('"');
        }

        return Encoding.UTF8.GetBytes(labels.ToString());
    }

    public static byte[] FormatBucketLabel(double bound)
    {
        Span<byte> number = stackalloc byte[NumberBytesMax];
        return [.. "le=\""u8, .. number[..FormatNumber(bound, number)], (byte)'"'];
    }

    public void WriteDeclaration(string name, string help, string type)
    {
        string escaped = string.IsNullOrWhiteSpace(help) ? "" : help.Replace("\\", "\\\\").Replace("\n", "\\n");
        WriteText($"# HELP {name} {escaped}\n# TYPE {name} {type}\n");
    }

    public void WriteSample(string name, byte[] labels, double value)
    {
        WriteSeries(name, labels, []);
        _page.Advance(FormatNumber(value, _page.GetSpan(NumberBytesMax)));
        _page.Write("\n"u8);
    }

    public void WriteSample(string name, byte[] labels, long value, byte[]? extraLabel = null)
    {
        WriteSeries(name, labels, extraLabel ?? []);
        value.TryFormat(_page.GetSpan(NumberBytesMax), out int length, default, CultureInfo.InvariantCulture);
        _page.Advance(length);
        _page.Write("\n"u8);
    }

    private void WriteSeries(string name, byte[] labels, byte[] extraLabel)
    {
        WriteText(name);
        if (labels.Length + extraLabel.Length > 0)
        {
            _page.Write("{"u8);
            _page.Write(labels);
            if (labels.Length > 0 && extraLabel.Length > 0)
                _page.Write(","u8);
            _page.Write(extraLabel);
            _page.Write("}"u8);
        }

        _page.Write(" "u8);
    }

    private void WriteText(string text) => Encoding.UTF8.GetBytes(text, _page);

    private static int FormatNumber(double value, Span<byte> to)
    {
        if (double.IsInfinity(value))
        {
            (value > 0 ? "+Inf"u8 : "-Inf"u8).CopyTo(to);
            return 4;
        }

        value.TryFormat(to, out int length, "g", CultureInfo.InvariantCulture);
        return length;
    }
}

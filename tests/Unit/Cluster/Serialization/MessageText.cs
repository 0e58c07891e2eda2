using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Akka.Actor;
using Moe.Actors.Messages;

namespace Moe.Unit.Specs.Cluster.Serialization;

/// <summary>All of a message as text, down to the last bit of its numbers: two messages are equal when their texts are.</summary>
internal static class MessageText
{
    public static string Of(object? value)
    {
        StringBuilder text = new();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case double number:
                text.Append(CultureInfo.InvariantCulture, $"{BitConverter.DoubleToInt64Bits(number):x}");
                break;
            case float number:
                text.Append(CultureInfo.InvariantCulture, $"{BitConverter.SingleToInt32Bits(number):x}");
                break;
            case string or Enum or bool or int or long or byte:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case IActorRef actor:
                text.Append(actor.Path.ToStringWithoutAddress());
                break;
            case TensorHandle handle:
                Write(text, handle.Remote!.Shape);
                Write(text, handle.Remote.Handle);
                break;
            case Exception failure:
                text.Append(CultureInfo.InvariantCulture, $"{failure.GetType()} {failure.Message}");
                break;
            case ReadOnlyMemory<byte> bytes:
                Write(text, bytes.ToArray());
                break;
            case ReadOnlyMemory<long> numbers:
                Write(text, numbers.ToArray());
                break;
            case ReadOnlyMemory<float> numbers:
                Write(text, numbers.ToArray());
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    Write(text, item);
                    text.Append(' ');
                }
                text.Append(']');
                break;
            default:
                WriteParts(text, value);
                break;
        }
    }

    private static void WriteParts(StringBuilder text, object value)
    {
        text.Append(value.GetType().Name).Append('(');
        foreach (var part in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (part.Name == nameof(OfferedState.Handles)) continue;
            text.Append(part.Name).Append('=');
            Write(text, part.GetValue(value));
            text.Append(' ');
        }
        text.Append(')');
    }
}

using System.Runtime.CompilerServices;

namespace MessagePack.Formatters;

/// <summary>An enum as its number.</summary>
internal sealed class EnumFormatter<TEnum, TNumber> : IMessagePackFormatter<TEnum>
    where TEnum : struct, Enum
    where TNumber : struct
{
    public void Serialize(ref MessagePackWriter writer, TEnum value, MessagePackSerializerOptions options) =>
        FormatterOf<TNumber>.Value.Serialize(ref writer, Unsafe.BitCast<TEnum, TNumber>(value), options);

    public TEnum Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        Unsafe.BitCast<TNumber, TEnum>(FormatterOf<TNumber>.Value.Deserialize(ref reader, options));
}

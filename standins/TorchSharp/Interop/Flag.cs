namespace TorchSharp.Interop;

/// <summary>C++'s bool, one byte, which goes through the ABI as it is.</summary>
internal readonly struct Flag
{
    private readonly byte value;

    private Flag(bool on) => value = on ? (byte)1 : (byte)0;

    public static implicit operator Flag(bool on) => new(on);

    public static implicit operator bool(Flag flag) => flag.value != 0;
}

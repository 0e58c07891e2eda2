using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Moe.Model.Randomness;

/// <summary>
/// One named stream of random numbers. The name (run seed, step, micro-batch, owner, purpose) is the whole state, so
/// the numbers do not depend on the machine, the thread, or what was drawn before: a recomputed forward pass drops
/// the same units, and a run gives the same bits wherever its pieces execute. Element i of a stream is a hash of the
/// stream's key and i (a counter-based generator), which makes bulk draws vectorise.
/// </summary>
public readonly struct RandomStream
{
    private readonly ulong key;

    private RandomStream(ulong key) => this.key = key;

    /// <summary>The 64-bit key, for masks that are made on a device.</summary>
    public ulong Key => key;

    /// <summary>The stream of a name. Two different names give independent streams.</summary>
    public static RandomStream For(ulong seed, long step, int microBatch, string owner, string purpose)
    {
        Span<byte> name = stackalloc byte[20 + Encoding.UTF8.GetMaxByteCount(owner.Length + purpose.Length + 1)];
        BinaryPrimitives.WriteUInt64LittleEndian(name, seed);
        BinaryPrimitives.WriteInt64LittleEndian(name[8..], step);
        BinaryPrimitives.WriteInt32LittleEndian(name[16..], microBatch);
        var length = 20 + Encoding.UTF8.GetBytes(owner, name[20..]);
        name[length++] = 0;
        length += Encoding.UTF8.GetBytes(purpose, name[length..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(name[..length], hash);
        return new RandomStream(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>A stream within this one, for one of several draws of the same purpose.</summary>
    public RandomStream Sub(ulong index) => new(Mix(key + (index + 1) * 0x9E3779B97F4A7C15UL));

    /// <summary>64 random bits at a position.</summary>
    public ulong Bits(ulong position) => Mix(key + (position + 1) * 0x9E3779B97F4A7C15UL);

    /// <summary>A number in [0, 1) at a position.</summary>
    public double Uniform(ulong position) => (Bits(position) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="bound"/>) at a position.</summary>
    public int Below(int bound, ulong position) => (int)Math.BigMul(Bits(position), (ulong)bound, out _);

    /// <summary>A standard normal number at a position (Box and Muller).</summary>
    public double Normal(ulong position)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * position)));
        return radius * Math.Cos(2 * Math.PI * Uniform(2 * position + 1));
    }

    /// <summary>A standard Gumbel number at a position: -log(E) with E exponential of rate 1.</summary>
    public double Gumbel(ulong position) => -Math.Log(-Math.Log(1 - Uniform(position)) + double.Epsilon);

    /// <summary>Puts the items into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1, (ulong)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>
    /// Fills a dropout mask: 0 with probability <paramref name="dropped"/>, else 1/(1 - dropped), element by element.
    /// </summary>
    public void FillDropoutMask(Span<float> mask, double dropped)
    {
        var threshold = DropoutThreshold(dropped);
        var scale = (float)(1 / (1 - dropped));
        var low = (uint)key;
        var high = (uint)(key >> 32);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(mask);
        var counters = Vector<uint>.Indices;
        var step = new Vector<uint>((uint)Vector<uint>.Count);
        var (lows, highs, limits, scales) = (new Vector<uint>(low), new Vector<uint>(high), new Vector<uint>(threshold),
            new Vector<float>(scale));
        for (var i = 0; i < vectors.Length; i++)
        {
            var x = Hash(counters, lows, highs);
            vectors[i] = Vector.ConditionalSelect(
                Vector.AsVectorSingle(Vector.LessThan(x, limits)), Vector<float>.Zero, scales);
            counters += step;
        }
        for (var i = vectors.Length * Vector<float>.Count; i < mask.Length; i++)
        {
            mask[i] = Hash(new Vector<uint>((uint)i), lows, highs)[0] < threshold ? 0 : scale;
        }
    }

    /// <summary>Hashes below this are dropped.</summary>
    internal static uint DropoutThreshold(double dropped) => (uint)Math.Min(uint.MaxValue, dropped * 4294967296.0);

    // The finaliser of a 32-bit hash with the key mixed in twice; enough for masks, cheap enough for every activation.
    private static Vector<uint> Hash(Vector<uint> counter, Vector<uint> low, Vector<uint> high)
    {
        var x = counter ^ low;
        x = (x ^ (x >> 16)) * new Vector<uint>(0x7FEB352D);
        x = ((x ^ (x >> 15)) + high) * new Vector<uint>(0x846CA68B);
        x = (x ^ (x >> 16)) * new Vector<uint>(0x9E3779B1);
        return x ^ (x >> 15);
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}

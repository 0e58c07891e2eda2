using System.Numerics;
using System.Text;

namespace Moe.Curriculum.Gym;

/// <summary>
/// The gym's random numbers, written down so that the same sources give the same bytes with any runtime: xoshiro256**
/// (Blackman and Vigna 2018) whose state is filled by SplitMix64 (Steele, Lea and Flood 2014) from a 64-bit seed. A
/// seed for a purpose is the FNV-1a hash of its name, finished by one SplitMix64 step.
/// </summary>
public sealed class DeterministicRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts the stream of a seed.</summary>
    public DeterministicRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>Starts the stream of a purpose, for example <c>spam_sms/42/train</c>.</summary>
    public static DeterministicRandom For(string purpose) => new(Hash(purpose));

    /// <summary>A 64-bit hash of the text's UTF-8 bytes, the same on every machine.</summary>
    public static ulong Hash(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ value) * 0x100000001B3;
        return SplitMix(ref hash);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from 0 up to, not including, <paramref name="limit"/>, without bias (Lemire 2019).</summary>
    public int Below(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ulong range = (ulong)limit;
        ulong high = Math.BigMul(Next(), range, out ulong low);
        while (low < range && low < (0 - range) % range)
            high = Math.BigMul(Next(), range, out low);
        return (int)high;
    }

    /// <summary>Puts a list into random order (Fisher and Yates, from the end).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (int last = items.Count - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += Golden;
        ulong mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

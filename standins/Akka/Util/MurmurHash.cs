using System.Numerics;

namespace Akka.Util;

/// <summary>The hash by which entities get their shards: MurmurHash 2a in the form that Scala used, so that it is the
/// same in every process and in the original.</summary>
public static class MurmurHash
{
    /// <summary>The first stream of multipliers starts here.</summary>
    public const uint StartMagicA = 0x95543787;

    /// <summary>The second stream of multipliers starts here.</summary>
    public const uint StartMagicB = 0x2ad7eb25;

    private const uint TextSeed = 0x331df49;

    /// <summary>The state before the first value.</summary>
    public static uint StartHash(uint seed) => seed ^ 0x971e137b;

    /// <summary>The next multiplier of the first stream.</summary>
    public static uint NextMagicA(uint magicA) => unchecked((magicA * 5) + 0x7b7d159c);

    /// <summary>The next multiplier of the second stream.</summary>
    public static uint NextMagicB(uint magicB) => unchecked((magicB * 5) + 0x6bce6396);

    /// <summary>The state after one more value.</summary>
    public static uint ExtendHash(uint hash, uint value, uint magicA, uint magicB) =>
        unchecked(((hash ^ (BitOperations.RotateLeft(value * magicA, 11) * magicB)) * 3) + 0x52dce729);

    /// <summary>The hash of a state.</summary>
    public static uint FinalizeHash(uint hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
            hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
            return hash ^ (hash >> 16);
        }
    }

    /// <summary>The hash of a text, two characters at a time.</summary>
    public static int StringHash(string s)
    {
        unchecked
        {
            var hash = StartHash((uint)s.Length * TextSeed);
            var (a, b) = (StartMagicA, StartMagicB);
            for (var i = 0; i < s.Length; i += 2)
            {
                var value = i + 1 < s.Length ? (uint)((s[i] << 16) + s[i + 1]) : s[i];
                hash = ExtendHash(hash, value, a, b);
                (a, b) = (NextMagicA(a), NextMagicB(b));
            }

            return (int)FinalizeHash(hash);
        }
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace MessagePack;

/// <summary>
/// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of short inputs. Whoever does not know the key, which is
/// drawn when the process starts, cannot prepare many inputs of the same hash.
/// </summary>
internal sealed class SipHash(ulong key0, ulong key1)
{
    public static SipHash WithRandomKey()
    {
        Span<byte> key = stackalloc byte[16];
        RandomNumberGenerator.Fill(key);
        return new SipHash(
            BinaryPrimitives.ReadUInt64LittleEndian(key),
            BinaryPrimitives.ReadUInt64LittleEndian(key[8..]));
    }

    public ulong Compute(ReadOnlySpan<byte> data)
    {
        var state = new State(key0, key1);
        int whole = data.Length & ~7;
        for (int at = 0; at < whole; at += 8)
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(data[at..]));

        ulong last = (ulong)data.Length << 56;
        for (int at = whole; at < data.Length; at++)
            last |= (ulong)data[at] << (8 * (at - whole));
        state.Absorb(last);
        return state.Finish();
    }

    /// <summary>The four words the rounds mix. The constants spell "somepseudorandomlygeneratedbytes".</summary>
    private struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = key0 ^ 0x736f6d6570736575;
        private ulong _v1 = key1 ^ 0x646f72616e646f6d;
        private ulong _v2 = key0 ^ 0x6c7967656e657261;
        private ulong _v3 = key1 ^ 0x7465646279746573;

        public void Absorb(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong Finish()
        {
            _v2 ^= 0xff;
            for (int round = 0; round < 4; round++)
                Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}

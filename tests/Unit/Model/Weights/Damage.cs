using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Model.Weights;

/// <summary>
/// Damages a good file in many ways and checks that a reader refuses each, or reads on, but never falls over.
/// </summary>
internal static class Damage
{
    private static readonly byte[] Values = [0x00, 0x01, 0x7F, 0x80, 0xFF, .. "\"9}- "u8];

    /// <summary>Cuts the file at every byte; each cut must be refused.</summary>
    public static void CutEverywhere(byte[] good, string path, Action read)
    {
        for (var length = 0; length < good.Length; length++)
        {
            File.WriteAllBytes(path, good[..length]);
            var failure = Record.Exception(read);
            Assert.True(failure is WeightsException, $"cut at {length} of {good.Length}: {failure}");
            Assert.Contains(path, failure.Message);
        }
    }

    /// <summary>Puts another value in every byte before <paramref name="end"/>, one byte at a time.</summary>
    /// <returns>How many of the damaged files were refused.</returns>
    public static int FlipEverywhere(byte[] good, int end, int seed, string path, Action read)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var position = 0; position < end; position++)
        {
            byte[] bad = [.. good];
            var value = Values[random.Next(Values.Length)];
            bad[position] = value == good[position] ? (byte)(value ^ 0x20) : value;
            File.WriteAllBytes(path, bad);
            var failure = Record.Exception(read);
            Assert.True(
                failure is null or WeightsException,
                $"seed {seed}, byte {position} = 0x{bad[position]:X2}: {failure}");
            if (failure is null)
                continue;
            Assert.Contains(path, failure.Message);
            refused++;
        }
        return refused;
    }
}

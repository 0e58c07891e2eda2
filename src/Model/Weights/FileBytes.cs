using Moe.Model.Failures;

namespace Moe.Model.Weights;

/// <summary>Reads whole small files of a model folder, and says which file and why when it cannot.</summary>
internal static class FileBytes
{
    /// <summary>All bytes of <paramref name="path"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What the file should be, for messages: "a BPE vocabulary".</param>
    /// <param name="lengthMax">More bytes than that are refused, for no such file is that large.</param>
    /// <exception cref="WeightsException">The file is missing, unreadable or too large.</exception>
    public static byte[] Read(string path, string what, long lengthMax)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > lengthMax)
            {
                throw new WeightsException(
                    $"{path}: {stream.Length} bytes, expected {what} of at most {lengthMax} bytes. "
                    + "Check the path.");
            }
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotRead(path, what, failure);
        }
    }

    /// <summary>The failure to open or read <paramref name="path"/>.</summary>
    public static WeightsException CannotRead(string path, string what, Exception failure) =>
        new($"{path}: cannot be read as {what}: {failure.Message} Check the path and its permissions.", failure);
}

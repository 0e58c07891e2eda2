using System.Text.Json;

namespace Moe.Model.Weights;

/// <summary>Reads a config.json by the kind of model it tells of.</summary>
internal static class HuggingFaceConfigFile
{
    public static HuggingFaceConfig Read(string source, byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var keys = new ConfigKeys(source, json.RootElement);
            // A configuration kept inside another file may lack the type; then its keys show what it is of.
            var type = keys.Text("model_type", keys.Has("d_kv") ? "t5" : keys.Has("d_model") ? "bart" : "missing");
            return type switch
            {
                "bart" => BartConfig.Read(keys),
                "t5" => T5Config.Read(keys),
                _ => throw keys.Refused("model_type", type, "\"bart\" or \"t5\""),
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw ConfigKeys.Malformed(source, failure.Message.TrimEnd('.'), failure);
        }
    }
}

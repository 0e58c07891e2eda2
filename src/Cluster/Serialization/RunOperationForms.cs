using System.Runtime.Serialization;
using Moe.Actors.Operations;
using Moe.Model.Failures;

namespace Moe.Cluster.Serialization;

/// <summary>The form of an operation: its name, and the names and texts of its arguments.</summary>
internal static class RunOperationForms
{
    public static void Write(ref MessageWriter w, RunOperation operation) => w.Parts(2).Add(OperationForm.NameOf(operation.Kind)).AddAll(
        OperationForm.Of(operation.Kind).Write(operation), (ref w, argument) => w.Parts(2).Add(argument.Key).Add(argument.Value));

    public static RunOperation Read(ref MessageReader r)
    {
        r.Parts(2);
        var (name, arguments) = (r.Text(), r.All(ReadArgument));
        try
        {
            return OperationForm.Read(name, new Dictionary<string, string>(arguments));
        }
        catch (ConfigurationException wrong)
        {
            throw new SerializationException(wrong.Message, wrong);
        }
    }

    private static KeyValuePair<string, string> ReadArgument(ref MessageReader r)
    {
        r.Parts(2);
        return new KeyValuePair<string, string>(r.Text(), r.Text());
    }
}

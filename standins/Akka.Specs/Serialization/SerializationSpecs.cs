using Akka.Actor;
using Akka.Serialization;
using AkkaSpecs.Support;

namespace AkkaSpecs.Serialization;

public interface IWireMessage;

public sealed record Hello(string Name, IActorRef? From) : IWireMessage;

public sealed class WireSerializer : SerializerWithStringManifest
{
    public WireSerializer(ExtendedActorSystem system) : base(system) { }

    public override string Manifest(object o) => o is Hello ? "hello" : throw new ArgumentException($"{o}", nameof(o));

    public override byte[] ToBinary(object obj)
    {
        var hello = (Hello)obj;
        var from = hello.From is null ? "" : Akka.Serialization.Serialization.SerializedActorPath(hello.From);
        return global::System.Text.Encoding.UTF8.GetBytes($"{hello.Name}|{from}");
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var parts = global::System.Text.Encoding.UTF8.GetString(bytes).Split('|');
        var from = parts[1].Length == 0 ? null : system.Provider.ResolveActorRef(parts[1]);
        return new Hello(parts[0] + " again", from);
    }
}

public sealed class SerializationSpecs : SystemSpec
{
    public SerializationSpecs() : base(
        """
        akka.actor {
          serialize-messages = on
          serializers { wire = "AkkaSpecs.Serialization.WireSerializer, Akka.Specs" }
          serialization-bindings { "AkkaSpecs.Serialization.IWireMessage, Akka.Specs" = wire }
          serialization-identifiers { "AkkaSpecs.Serialization.WireSerializer, Akka.Specs" = 9001 }
        }
        """)
    {
    }

    [Fact]
    public void A_binding_of_an_interface_counts_for_its_types()
    {
        var serializer = System.Serialization.FindSerializerFor(new Hello("x", null));
        Assert.IsType<WireSerializer>(serializer);
        Assert.Equal(9001, serializer.Identifier);
        Assert.True(serializer.IncludeManifest);
        Assert.Equal(
            "hello", Akka.Serialization.Serialization.ManifestFor(serializer, new Hello("x", null)));
        Assert.Same(serializer, System.Serialization.FindSerializerForType(typeof(Hello)));
        Assert.Equal(4, System.Serialization.FindSerializerFor(new byte[3]).Identifier);
    }

    [Fact]
    public void An_object_goes_to_bytes_and_back()
    {
        var echo = System.ActorOf<Echo>();
        var bytes = System.Serialization.Serialize(new Hello("x", echo));
        var back = Assert.IsType<Hello>(System.Serialization.Deserialize(bytes, 9001, "hello"));
        Assert.Equal("x again", back.Name);
        Assert.Equal(echo, back.From);
    }

    [Fact]
    public async Task Messages_are_copied_when_asked_for()
    {
        var echo = System.ActorOf<Echo>();
        var answer = await echo.Ask<Hello>(new Hello("x", echo), Soon);
        Assert.Equal("x again", answer.Name);
        Assert.Equal(echo, answer.From);
    }

    [Fact]
    public void A_reference_has_a_path_that_finds_it()
    {
        var echo = System.ActorOf<Echo>("found");
        var path = Akka.Serialization.Serialization.SerializedActorPath(echo);
        Assert.Equal($"akka://spec/user/found#{echo.Path.Uid}", path);
        var provider = ((ExtendedActorSystem)System).Provider;
        Assert.Equal(echo, provider.ResolveActorRef(path));
        var surrogate = echo.ToSurrogate(System);
        Assert.Equal(echo, surrogate.FromSurrogate(System));
    }
}

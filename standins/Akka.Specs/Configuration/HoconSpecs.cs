using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace AkkaSpecs.Configuration;

public sealed class HoconSpecs
{
    [Fact]
    public void Objects_paths_lists_and_comments_are_read()
    {
        var config = ConfigurationFactory.ParseString(
            """
            # a comment
            a { b.c = 1, d : text } // another
            a.e = [1, 2,
              3]
            "quoted.key" = "a \"quoted\" text\n"
            list = ["x", y, 'z']
            nothing = null
            empty {}
            """);
        Assert.Equal(1, config.GetInt("a.b.c"));
        Assert.Equal("text", config.GetString("a.d"));
        Assert.Equal([1, 2, 3], config.GetIntList("a.e"));
        Assert.Equal("a \"quoted\" text\n".Trim(), config.GetString("\"quoted.key\""));
        Assert.Equal(["x", "y", "'z'"], config.GetStringList("list"));
        Assert.Null(config.GetString("nothing", "default"));
        Assert.True(config.GetConfig("empty").IsEmpty);
    }

    [Fact]
    public void Texts_that_follow_one_another_are_joined()
    {
        var config = ConfigurationFactory.ParseString(
            """"
            a = one two   three
            b = "one"two
            c = """line one
            "line" two"""
            """");
        Assert.Equal("one two   three", config.GetString("a"));
        Assert.Equal("onetwo", config.GetString("b"));
        Assert.Equal("line one\n\"line\" two", config.GetString("c").ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Later_values_win_and_objects_are_merged()
    {
        var config = ConfigurationFactory.ParseString(
            """
            a { x = 1, y = 2 }
            a { y = 3, z = 4 }
            a.x = 5
            b = 1
            b = 2
            """);
        Assert.Equal(5, config.GetInt("a.x"));
        Assert.Equal(3, config.GetInt("a.y"));
        Assert.Equal(4, config.GetInt("a.z"));
        Assert.Equal(2, config.GetInt("b"));
    }

    [Fact]
    public void References_take_values_of_the_same_text()
    {
        var config = ConfigurationFactory.ParseString(
            """
            base { host = localhost, ports = [1, 2] }
            copy = ${base}
            url = "http://"${base.host}":80"
            more = ${base.ports} [3]
            """);
        Assert.Equal("localhost", config.GetString("copy.host"));
        Assert.Equal("http://localhost:80", config.GetString("url"));
        Assert.Equal([1, 2, 3], config.GetIntList("more"));
    }

    [Fact]
    public void A_reference_to_nothing_is_an_error()
    {
        var error = Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("a = ${b.c}"));
        Assert.Contains("b.c", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Included_texts_come_from_the_callback()
    {
        var config = ConfigurationFactory.ParseString(
            """
            outer { include "inner" }
            """,
            name => Parser.Parse($"name = {name}, level = 2", null));
        Assert.Equal("inner", config.GetString("outer.name"));
        Assert.Equal(2, config.GetInt("outer.level"));
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("500 ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("10 seconds", 10_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1 day", 86_400_000)]
    [InlineData("250", 250)]
    public void Durations_are_read(string text, double milliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(milliseconds), ConfigurationFactory.ParseString($"t = {text}").GetTimeSpan("t"));

    [Fact]
    public void A_duration_can_be_infinite_but_not_off_and_not_negative()
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, ConfigurationFactory.ParseString("t = infinite").GetTimeSpan("t"));
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("t = off").GetTimeSpan("t"));
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("t = \"-1\"").GetTimeSpan("t"));
    }

    [Theory]
    [InlineData("128 KiB", 131072)]
    [InlineData("128000b", 128000)]
    [InlineData("10MB", 10_000_000)]
    [InlineData("10M", 10_485_760)]
    [InlineData("1 GiB", 1_073_741_824)]
    [InlineData("2kB", 2000)]
    [InlineData("77", 77)]
    public void Sizes_are_read(string text, long bytes) =>
        Assert.Equal(bytes, ConfigurationFactory.ParseString($"s = {text}").GetByteSize("s"));

    [Fact]
    public void An_unknown_unit_of_size_is_an_error() =>
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString("s = 3 parsecs").GetByteSize("s"));

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void Booleans_are_read(string text, bool expected) =>
        Assert.Equal(expected, ConfigurationFactory.ParseString($"b = {text}").GetBoolean("b", !expected));

    [Fact]
    public void Yes_is_no_boolean() =>
        Assert.ThrowsAny<NotSupportedException>(() => ConfigurationFactory.ParseString("b = yes").GetBoolean("b"));

    [Fact]
    public void A_missing_path_gives_the_default()
    {
        var config = ConfigurationFactory.ParseString("a = 1");
        Assert.Equal(0, config.GetInt("x"));
        Assert.Equal(7, config.GetInt("x", 7));
        Assert.Equal(7L, config.GetLong("x", 7));
        Assert.Equal(1.5, config.GetDouble("x", 1.5));
        Assert.True(config.GetBoolean("x", true));
        Assert.Null(config.GetString("x"));
        Assert.Equal(TimeSpan.Zero, config.GetTimeSpan("x"));
        Assert.Null(config.GetByteSize("x", null));
        Assert.Empty(config.GetStringList("x"));
        Assert.Null(config.GetConfig("x"));
        Assert.Null(config.GetValue("x"));
        Assert.False(config.HasPath("x.y"));
        Assert.True(config.HasPath("a"));
    }

    [Fact]
    public void A_wrong_form_is_an_error()
    {
        var config = ConfigurationFactory.ParseString("a = text, o { x = 1 }");
        Assert.Throws<FormatException>(() => config.GetInt("a"));
        Assert.Throws<FormatException>(() => config.GetDouble("a"));
        Assert.Null(config.GetString("o"));
    }

    [Fact]
    public void A_fallback_fills_what_is_missing_at_every_depth()
    {
        var own = ConfigurationFactory.ParseString("a { x = 1 }\n list = [1]");
        var fallback = ConfigurationFactory.ParseString("a { x = 2, y = 3 }\n b = 4, list = [2, 3]");
        var both = own.WithFallback(fallback);
        Assert.Equal(1, both.GetInt("a.x"));
        Assert.Equal(3, both.GetInt("a.y"));
        Assert.Equal(4, both.GetInt("b"));
        Assert.Equal([1], both.GetIntList("list"));
        Assert.Equal(3, both.GetConfig("a").GetInt("y"));
        Assert.False(own.HasPath("b"));
        Assert.Throws<ArgumentException>(() => own.WithFallback(own));
        Assert.Equal(1, own.WithFallback(null).GetInt("a.x"));
    }

    [Fact]
    public void A_text_can_be_used_where_a_configuration_is_asked_for()
    {
        Config config = "a = 1";
        Assert.Equal(1, config.GetInt("a"));
        Assert.True(Config.Empty.IsEmpty);
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
        Assert.False(config.IsEmpty);
        Assert.True(((Config?)null).IsNullOrEmpty());
    }

    [Fact]
    public void The_text_of_a_configuration_can_be_read_again()
    {
        var config = ConfigurationFactory.ParseString("a { b = 1, c = \"two words\", d = [1, 2] }");
        var again = ConfigurationFactory.ParseString(config.ToString());
        Assert.Equal(1, again.GetInt("a.b"));
        Assert.Equal("two words", again.GetString("a.c"));
        Assert.Equal([1, 2], again.GetIntList("a.d"));
    }

    [Fact]
    public void The_top_keys_can_be_listed()
    {
        var config = ConfigurationFactory.ParseString("x = 1, y { z = 2 }");
        Assert.Equal(["x", "y"], config.AsEnumerable().Select(item => item.Key));
        Assert.True(config.GetValue("y").IsObject());
        Assert.Equal(2, config.Root.GetObject().GetKey("y").GetObject().GetKey("z").GetInt());
    }

    [Fact]
    public void An_assignment_inside_an_unquoted_value_is_an_error() => Assert.Throws<ConfigurationException>(
        () => ConfigurationFactory.ParseString("seed = akka.tcp://system@host:1"));

    [Theory]
    [InlineData("a { x = 1 }, b = 2")]
    [InlineData("a = 1\n, b = 2")]
    public void A_comma_is_allowed_only_right_behind_a_value(string text) =>
        Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString(text));

    [Fact]
    public void An_object_becomes_a_configuration()
    {
        var config = ConfigurationFactory.FromObject(new { a = new { b = 1, c = "text" }, list = new[] { 1, 2 } });
        Assert.Equal(1, config.GetInt("a.b"));
        Assert.Equal("text", config.GetString("a.c"));
        Assert.Equal([1, 2], config.GetIntList("list"));
    }

    [Fact]
    public void The_defaults_are_those_of_the_original()
    {
        var config = ConfigurationFactory.Default();
        Assert.Equal(30, config.GetInt("akka.actor.default-dispatcher.throughput"));
        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("akka.actor.ask-timeout"));
        Assert.Equal("INFO", config.GetString("akka.loglevel"));
        Assert.Equal(TimeSpan.FromSeconds(5), config.GetTimeSpan("akka.coordinated-shutdown.default-phase-timeout"));
        Assert.Equal(10, config.GetInt("akka.log-dead-letters"));
    }
}

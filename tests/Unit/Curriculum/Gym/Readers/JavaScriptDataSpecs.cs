using System.Text.Json;
using Moe.Curriculum.Gym.Readers;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Readers;

public sealed class JavaScriptDataSpecs
{
    [Theory]
    [InlineData("{a: 1, 'b c': [true, null, -2.5,], \"d\": 'x',}", """{"a":1,"b c":[true,null,-2.5],"d":"x"}""")]
    [InlineData("{ // note: {\n a: /* why */ 'it\\'s', b: \"say \\\"hi\\\"\" }", """{"a":"it's","b":"say \"hi\""}""")]
    [InlineData("{'a\\n\\u00e9': 'b'}; export default 1", """{"a\né":"b"}""")]
    [InlineData("{ true: 1, 2: 3 }", """{"true":1,"2":3}""")]
    [InlineData("[]", "[]")]
    public void Literals_become_JSON(string script, string json)
    {
        using JsonDocument expected = JsonDocument.Parse(json);
        using JsonDocument found = JsonDocument.Parse(JavaScriptData.ToJson(script, 0));
        Assert.True(JsonElement.DeepEquals(expected.RootElement, found.RootElement), found.RootElement.GetRawText());
    }

    [Fact]
    public void Finds_an_export_by_name_or_as_default()
    {
        using GymFolder folder = new();
        folder.Package("mod", "a.js", "/** @type {x} */\nexport const list = [\n  'a',\n]\n");
        folder.Package("mod", "b.js", "export default {\n  name: 'Ada',\n}\n");
        using JsonDocument list = JavaScriptData.Read(folder.Shelf(), "mod", "a.js", "list");
        using JsonDocument module = JavaScriptData.Read(folder.Shelf(), "mod", "b.js", "default");
        Assert.Equal("a", list.RootElement[0].GetString());
        Assert.Equal("Ada", module.RootElement.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("export const other = []")]
    [InlineData("export const list = [1, 2")]
    [InlineData("export const list = [(() => 1)()]")]
    public void What_is_no_literal_is_refused_with_the_file(string script)
    {
        using GymFolder folder = new();
        folder.Package("mod", "a.js", script);
        DataException refused = Assert.Throws<DataException>(
            () => JavaScriptData.Read(folder.Shelf(), "mod", "a.js", "list"));
        Assert.Contains("mod/a.js", refused.Message);
    }
}

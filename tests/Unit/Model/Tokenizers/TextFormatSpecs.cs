using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed class TextFormatSpecs
{
    [Fact]
    public void Puts_the_task_in_brackets_and_a_blank_in_front()
    {
        var format = new TextFormat();

        Assert.Equal(" [ag_news] title: X", format.Input("ag_news", "title: X"));
        Assert.Equal(" Sports", format.Output("Sports"));
    }

    [Fact]
    public void Lower_cases_the_task_too_and_puts_another_start_before_all()
    {
        var format = new TextFormat(LowerCase: true, AppendAnotherStart: true);

        Assert.Equal("<s>  [tweet_qa] who é?", format.Input("Tweet_QA", "Who É?"));
        Assert.Equal("<s>  yes", format.Output("YES"));
    }
}

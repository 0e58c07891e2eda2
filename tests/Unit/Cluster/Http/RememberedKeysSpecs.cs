using Moe.Cluster.Http.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http;

public sealed class RememberedKeysSpecs
{
    [Fact]
    public void A_key_is_known_to_whom_it_belongs_until_enough_others_have_come()
    {
        RememberedKeys keys = new(most: 2);

        Assert.True(keys.Add("ann", "1"));
        Assert.False(keys.Add("ann", "1"));
        Assert.True(keys.Add("bob", "1"));
        Assert.True(keys.Add("ann", "2"));
        Assert.True(keys.Add("ann", "1"));
    }

    [Fact]
    public void A_key_that_is_forgotten_is_new_again()
    {
        RememberedKeys keys = new(most: 2);
        keys.Add("ann", "1");

        keys.Forget("ann", "1");

        Assert.True(keys.Add("ann", "1"));
    }
}

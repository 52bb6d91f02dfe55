using Microsoft.Extensions.DependencyInjection;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <summary>Publishing as a member. What a member has published, and how it does, LinkedIn shows to hardly any app: it cannot be read back.</summary>
public sealed class LinkedInConnector(
    [FromKeyedServices(LinkedInApi.Member)] LinkedInApi api, HttpCalls calls, OAuthCodes codes, NetworkApps apps, LinkCards cards, TimeProvider clock) : LinkedInPublisher(api, calls, codes, apps, cards, clock)
{
    public override Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel) =>
        Task.FromResult<Finding>(new Finding.CannotTell("LinkedIn does not show an app what a member has published."));

    public override async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var me = await Api.Get(account.Secrets, "v2/userinfo", cancel);
        var name = me.Text("name") ?? throw HttpAnswer.Unreadable("LinkedIn", mutates: false);
        return new AccountProfile(name, name, me.Text("picture"));
    }
}

using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Instagram;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Meta;

namespace Planable.Tests.Connectors.Meta;

public class InstagramStandaloneConnectorTests : InstagramSuite
{
    protected override string Key => "instagram-standalone";

    protected override bool CanDelete => false;

    protected override async Task<INetworkEmulator> Start() => await InstagramEmulator.Start(isStandalone: true);

    protected override void Register(IServiceCollection collection) => collection.AddInstagramStandalone();

    [Theory, InlineData(false), InlineData(true)]
    public async Task Connecting_brings_the_account_and_a_token_of_60_days(bool answersInList)
    {
        Instagram.AnswersInList = answersInList;

        var account = Assert.Single(await SignInToAll());

        Assert.Equal((InstagramEmulator.AccountId, "Acme", "acme"), (account.RemoteId, account.Name, account.Handle));
        Assert.InRange(account.Secrets.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(59.9), TimeSpan.FromDays(60));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Fewer_permissions_than_asked_for_are_not_enough(bool answersInList)
    {
        Instagram.AnswersInList = answersInList;
        Instagram.Desk.GrantOnly = "instagram_business_basic,instagram_business_manage_comments,instagram_business_manage_insights";

        Assert.Equal("scope-missing", (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure.Code);
    }

    [Fact]
    public async Task A_good_token_is_renewed_and_an_expired_one_cannot_be()
    {
        var fresh = await Connector.Refresh(Account, Cancel);

        Assert.NotEqual(Account.Secrets["access_token"], fresh["access_token"]);
        Assert.InRange(fresh.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(59.9), TimeSpan.FromDays(60));
        await Publish(Post("Renewed", Picture("A door")) with { Account = Account with { Secrets = fresh } });
        Instagram.Desk.Expire();
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account with { Secrets = fresh }, Cancel)));
    }

    [Fact]
    public async Task A_renewal_nobody_answers_is_tried_again()
    {
        await Network.Stop();

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }
}

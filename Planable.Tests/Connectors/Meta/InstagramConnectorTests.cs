using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Instagram;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Meta;

namespace Planable.Tests.Connectors.Meta;

public class InstagramConnectorTests : InstagramSuite
{
    protected override string Key => "instagram";

    protected override async Task<INetworkEmulator> Start() => await InstagramEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddInstagram();

    [Fact]
    public async Task One_sign_in_brings_every_account_linked_to_a_page()
    {
        var accounts = await SignInToAll();

        Assert.Equal([("17841400000000001", "acme"), ("17841400000000002", "acme.berlin")], accounts.Select(a => (a.RemoteId, a.Handle)));
        Assert.Equal("Acme on Instagram", accounts[0].Name);
        Assert.Null(accounts[0].Secrets.ExpiresAt);
    }

    [Theory, InlineData(PostType.Reel), InlineData(PostType.Story)]
    public async Task Videos_are_handed_over_and_need_no_public_address(PostType type)
    {
        await Publish(Post("Film", Video("") with { Address = null }) with { Type = type });

        Assert.Equal("resumable", Assert.Single(Instagram.Options)["upload_type"]);
        Assert.Equal(3024, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
    }

    [Theory, InlineData(Fault.ErrorBefore), InlineData(Fault.CutAfter)]
    public async Task A_video_that_did_not_arrive_is_handed_over_again(Fault fault)
    {
        Network.Faults.Arrange(Call.Upload, fault);

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Prepare(Post("Film", Video("")), Cancel)));
        await Publish(Post("Film", Video("")));

        Assert.Single(Assert.Single(Network.Posts).Media);
    }

    [Fact]
    public async Task Places_are_found_by_name_and_what_has_no_address_is_none()
    {
        var found = await ((IFindPlaces)Connector).Places(Account, "kaffee", Cancel);

        Assert.Equal([new FoundPlace("110843418940484", "Kaffeehaus am Markt", "Markt 1, Leipzig, Germany"), new FoundPlace("110843418940485", "Kaffeekontor", "Hafen 9, Hamburg, Germany")], found);
        Assert.Empty(await ((IFindPlaces)Connector).Places(Account, "nowhere", Cancel));
    }

    [Fact]
    public async Task Pages_without_a_linked_account_are_not_enough()
    {
        Instagram.Pages.RemoveAll(p => p.InstagramId is not null);

        Assert.Equal("no-accounts", (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure.Code);
    }

    [Fact]
    public async Task Fewer_permissions_than_publishing_needs_are_not_enough()
    {
        Instagram.Desk.GrantOnly = "instagram_basic,pages_show_list,pages_read_engagement,instagram_manage_comments,instagram_manage_insights";

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(SignInToAll));
    }

    [Fact]
    public async Task Who_does_not_allow_deleting_can_publish_but_not_delete()
    {
        Instagram.Desk.GrantOnly = "instagram_basic,instagram_content_publish,instagram_manage_comments,instagram_manage_insights,pages_show_list,pages_read_engagement";
        var account = (await SignInToAll())[0];
        var receipt = await Publish(Post("Stays", Picture("A door")) with { Account = Account with { Secrets = account.Secrets } });

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Delete(Account with { Secrets = account.Secrets }, receipt.RemoteId, Cancel)));
        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task Of_other_business_accounts_it_tells_what_everybody_sees()
    {
        var profiles = (IReadProfiles)Connector;
        Assert.Equal(new PublicProfile("The neighbour", "https://www.instagram.com/neighbour/", 640, 88), await profiles.Profile(Account, "neighbour", Cancel));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => profiles.Profile(Account, "nobody", Cancel)));
        // A name is part of a question: what is none is not asked.
        Assert.Equal(FailureClass.Permanent, await Trouble(() => profiles.Profile(Account, "a){id,business_discovery", Cancel)));
    }

    [Fact]
    public async Task There_is_nothing_to_renew_a_page_with() =>
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
}

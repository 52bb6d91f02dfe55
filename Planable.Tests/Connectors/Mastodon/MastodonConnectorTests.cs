using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Mastodon;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Mastodon;

namespace Planable.Tests.Connectors.Mastodon;

public class MastodonConnectorTests : ConnectorSuite
{
    private MastodonEmulator Mastodon => (MastodonEmulator)Network;

    private IConnectByOAuth SigningIn => Services.GetRequiredKeyedService<IConnectByOAuth>("mastodon");

    protected override bool WritesComments => true;

    protected override string RefusedText => new('x', 501);

    protected override async Task<INetworkEmulator> Start() => await MastodonEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddMastodon();

    protected override Task<ConnectedAccount> SignIn() => SignIn("allow");

    [Fact]
    public async Task People_are_found_here_and_by_their_whole_name_elsewhere()
    {
        var people = (IFindPeople)Connector;
        Assert.Equal([new FoundPerson("bob", "11", "Bob"), new FoundPerson("bobby@far.example", "12", "bobby@far.example")], await people.People(Account, "bob", Cancel));
        Assert.Equal("13", Assert.Single(await people.People(Account, "carol@far.example", Cancel)).Id);
        Assert.Empty(await people.People(Account, "carol", Cancel));
    }

    [Fact]
    public async Task Connecting_brings_the_name_the_handle_and_the_limits_of_the_server()
    {
        Mastodon.MaxCharacters = 1000;

        var account = await SignIn();

        Assert.Equal("Acme", account.Name);
        Assert.Equal($"acme@{Network.Address.Authority}", account.Handle);
        Assert.Equal(MastodonEmulator.AccountId, account.RemoteId);
        Assert.Equal(Network.Address.AbsoluteUri.TrimEnd('/'), account.Server);
        Assert.Equal(1000, account.Limits["text"]);
        Assert.Equal(23, account.Limits["url"]);
        Assert.Equal(4, account.Limits["images"]);
        Assert.Equal(16_777_216, account.Limits["imageBytes"]);
        Assert.DoesNotContain(account.Secrets["access_token"], account.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_from_before_version_4_tells_its_limits_too()
    {
        Mastodon.IsOld = true;

        Assert.Equal(500, (await SignIn()).Limits["text"]);
    }

    [Fact]
    public async Task The_consent_page_returns_the_state_and_no_code_to_who_denies()
    {
        var start = await SigningIn.Begin(Network.Address.AbsoluteUri, ReturnTo, "the-state", Cancel);

        var answer = await Decide(start, ReturnTo, "deny");

        Assert.Equal("the-state", answer["state"]);
        Assert.Equal("access_denied", answer["error"]);
        Assert.DoesNotContain("code", answer.Keys);
    }

    [Fact]
    public async Task A_code_works_once_and_only_for_who_asked()
    {
        var start = await SigningIn.Begin(Network.Address.AbsoluteUri, ReturnTo, "s", Cancel);
        var stolen = (await Decide(start, ReturnTo))["code"]!;
        var thief = start with { Keep = new Dictionary<string, string>(start.Keep, StringComparer.Ordinal) { ["code_verifier"] = "guessed" } };
        Assert.Equal(FailureClass.Permanent, await Trouble(() => SigningIn.Complete(thief, ReturnTo, stolen, Cancel)));

        var code = (await Decide(start, ReturnTo))["code"]!;
        await SigningIn.Complete(start, ReturnTo, code, Cancel);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => SigningIn.Complete(start, ReturnTo, code, Cancel)));
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        Mastodon.GrantOnly = "read:accounts read:statuses";

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(SignIn));
    }

    [Theory]
    [InlineData("")]
    [InlineData("my server")]
    [InlineData("acme")]
    [InlineData("ftp://mastodon.example")]
    public async Task What_is_no_server_is_said_to_be_none(string typed) =>
        Assert.Equal(FailureClass.Permanent, await Trouble(() => SigningIn.Begin(typed, ReturnTo, "s", Cancel)));

    [Fact]
    public async Task A_web_site_that_is_not_Mastodon_is_recognised()
    {
        await using var other = await WebSite.Start(("/", "<p>Just a page</p>"));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => SigningIn.Begin(other.Address.AbsoluteUri, ReturnTo, "s", Cancel))).Failure;

        Assert.Equal("not-mastodon", failure.Code);
    }

    [Fact]
    public async Task A_post_waits_until_its_files_are_processed()
    {
        Mastodon.ProcessingPolls = 2;

        await Publish(Post("A film", Picture("A door opens")));

        Assert.Single(Assert.Single(Network.Posts).Media);
    }

    [Fact]
    public async Task A_poll_goes_out_with_its_answers_once_and_is_found_again()
    {
        var post = Post("Espresso or filter?") with { Poll = new PollContent(["Espresso", "Filter"], TimeSpan.FromDays(1)) };
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        Assert.IsType<Finding.Published>(await Connector.Find(armed, prepared, Cancel));
        Assert.Equal(["Espresso", "Filter"], Assert.Single(Network.Posts).Poll);

        var endless = Post("For ever?") with { Poll = new PollContent(["Yes", "No"], TimeSpan.FromDays(400)) };
        Assert.Equal(FailureClass.Permanent, await Trouble(async () => await Connector.Send(Armed(endless), await Connector.Prepare(endless, Cancel), Cancel)));
    }

    [Fact]
    public async Task Visibility_content_warning_and_language_are_the_ones_chosen()
    {
        var post = Post("The butler did it") with
        {
            Language = "en-GB",
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["visibility"] = "unlisted",
                ["spoiler"] = "The end of the film",
                ["sensitive"] = "true",
            },
        };

        await Publish(post);

        Assert.Equal(("unlisted", "The end of the film", "en", true), Assert.Single(Mastodon.Options));
    }

    [Fact]
    public async Task Words_can_be_changed_and_pictures_and_warnings_stay()
    {
        var post = Post("A mistake", Picture("A door")) with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["spoiler"] = "Doors" } };
        var receipt = await Publish(post);

        var editor = (IEditPosts)Connector;
        Network.Faults.Arrange(Call.Edit, Fault.CutAfter);
        Assert.Equal(FailureClass.Transient, await Trouble(() => editor.Edit(post with { Text = "No mistake" }, receipt.RemoteId, Cancel)));
        await editor.Edit(post with { Text = "No mistake" }, receipt.RemoteId, Cancel);

        var shown = Assert.Single(Network.Posts);
        Assert.Equal(("No mistake", "A door", "Doors"), (shown.Text, Assert.Single(shown.Media).Alt, Assert.Single(Mastodon.Options).Spoiler));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => editor.Edit(Post("Gone"), "1", Cancel)));
    }

    [Fact]
    public async Task A_link_in_the_text_is_not_written_twice()
    {
        await Publish(Post("See https://acme.example/autumn") with { Link = "https://acme.example/autumn" });

        Assert.Equal("See https://acme.example/autumn", Assert.Single(Network.Posts).Text);
    }

    [Theory]
    [InlineData("Hello @olga@mastodon.example and @pia@pixel.example, see https://www.acme.example/a/very/long/address/that/is/shortened/when/shown?x=1 #news")]
    [InlineData("  Spaces  around\r\n\r\n\r\nand    inside  ")]
    [InlineData("<b>not bold</b> & \"quoted\" 'single' 😀 e\u0301")]
    public async Task Reading_back_recognises_words_however_the_server_shows_them(string text)
    {
        var (post, prepared) = await Cut(text, Fault.CutAfter);
        Mastodon.WriteByHand("Something else");

        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task Reading_back_asks_for_the_source_where_Markdown_changes_what_is_shown()
    {
        Mastodon.ReadsMarkdown = true;
        var (post, prepared) = await Cut("A *bold* move", Fault.CutAfter);

        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task Reading_back_goes_through_many_pages_before_it_says_absent()
    {
        var (post, prepared) = await Cut("Drowned", Fault.CutAfter);
        for (var i = 0; i < 95; i++) Mastodon.WriteByHand($"Flood {i}");
        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));

        var (absent, itsPrepared) = await Cut("Never sent", Fault.CutBefore);
        for (var i = 0; i < 95; i++) Mastodon.WriteByHand($"Second flood {i}");
        Assert.IsType<Finding.Absent>(await Connector.Find(absent, itsPrepared, Cancel));
    }

    [Fact]
    public async Task An_account_that_may_not_sign_in_has_to_be_connected_again()
    {
        Mastodon.IsLoginDisabled = true;

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task Files_that_are_gone_are_uploaded_again_by_the_next_try()
    {
        var post = Armed(Post("Late", Picture("A door")));
        var lost = new Prepared(new Dictionary<string, string>(StringComparer.Ordinal) { ["newest"] = "0", ["media"] = "404" });

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Send(post, lost, Cancel))).Failure;

        Assert.Equal((FailureClass.Transient, "media-gone"), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task The_words_of_the_server_reach_the_person()
    {
        var post = Armed(Post(RefusedText));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Send(post, Prepared.Nothing, Cancel))).Failure;

        Assert.Equal("127.0.0.1 says: Validation failed: Text character limit of 500 exceeded", failure.Words);
    }

    [Fact]
    public async Task Of_other_accounts_it_tells_what_everybody_sees()
    {
        var profiles = (IReadProfiles)Connector;
        Assert.Equal((120, 45, "Bob"), (await profiles.Profile(Account, "bob", Cancel)) is var told ? (told.Followers, told.Posts, told.Name) : default);
        Mastodon.People.Add(("14", "closed", "Suspended", false));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => profiles.Profile(Account, "closed", Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => profiles.Profile(Account, "nobody", Cancel)));
    }

    private async Task<ConnectedAccount> SignIn(string decision)
    {
        var start = await SigningIn.Begin(Network.Address.AbsoluteUri, ReturnTo, "s", Cancel);
        var answer = await Decide(start, ReturnTo, decision);
        Assert.Equal("s", answer["state"]);
        return Assert.Single(await SigningIn.Complete(start, ReturnTo, answer["code"]!, Cancel));
    }

    private async Task<(OutgoingPost Post, Prepared Prepared)> Cut(string text, Fault fault)
    {
        var post = Post(text);
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, fault);
        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        return (armed, prepared);
    }
}

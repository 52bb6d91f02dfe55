using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators.Discord;

namespace Planable.Tests.Connectors.Discord;

/// <summary>The same network through a webhook: nothing can be read back, and a repetition is a second message.</summary>
public sealed class DiscordWebhookTests : DiscordSuite
{
    protected override bool RepeatsAreHarmless => false;

    protected override bool CanReadBack => false;

    protected override bool PartsAnswer => false;

    protected override async Task<ConnectedAccount> SignIn() => (await Connect(Discord.HookAddress))[0];

    [Fact]
    public async Task Connecting_brings_the_name_and_keeps_the_address_to_itself()
    {
        var account = await SignIn();

        Assert.Equal((DiscordEmulator.General, "Acme News"), (account.RemoteId, account.Name));
        Assert.DoesNotContain(Discord.HookToken, account.ToString(), StringComparison.Ordinal);
        Assert.All(Form.Fields.Where(f => f.Name is "webhook" or "token"), f => Assert.True(f.IsSecret));
    }

    [Fact]
    public async Task A_webhook_of_a_forum_wants_a_title_and_its_messages_stand_in_their_thread()
    {
        var forum = await Hook(Discord.ForumHookAddress);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("Apple pie") with { Account = forum })));

        var post = Post("Apple pie") with { Account = forum, Settings = Chosen(("threadName", "Pie")), PartCount = 2 };
        var first = await Publish(post);
        var second = await Publish(Post("More pie") with { Account = forum, Settings = post.Settings, Part = 1, PartCount = 2, Before = [first.RemoteId] });

        Assert.Equal(first.RemoteId.Split('/')[0], second.RemoteId.Split('/')[0]);
        await ((IEditPosts)Connector).Edit(Post("Cherry pie") with { Account = forum }, second.RemoteId, Cancel);
        Assert.Equal(["Apple pie", "Cherry pie"], Network.Posts.Select(p => p.Text));
        await Connector.Delete(forum, second.RemoteId, Cancel);
        await Connector.Delete(forum, first.RemoteId, Cancel);
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task A_title_is_too_much_for_a_text_channel() =>
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("Apple pie") with { Settings = Chosen(("threadName", "Pie")) })));

    [Fact]
    public async Task Reactions_are_counted_and_members_are_not_told()
    {
        var receipt = await Publish(Post("Like it?"));

        Assert.Equal(3, (await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel))[MetricName.Engagements]);
        Assert.Empty(await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel));
    }
}

using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Tests.Connectors;

/// <summary>What is out: read back, listed, deleted.</summary>
public abstract partial class ConnectorSuite
{
    [Fact]
    public async Task What_is_deleted_is_gone_and_deleting_it_again_is_no_trouble()
    {
        var receipt = await Publish(Simple("A mistake"));

        if (!CanDelete)
        {
            Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Delete(Account, receipt.RemoteId, Cancel)));
            Assert.Single(Network.Posts);
            return;
        }

        await Connector.Delete(Account, receipt.RemoteId, Cancel);
        await Connector.Delete(Account, receipt.RemoteId, Cancel);

        Assert.Empty(Network.Posts);
    }

    [Theory]
    [InlineData("Good morning, Berlin! ☕ 2 < 3 & 4 > 1")]
    [InlineData("Every leaf counts: https://acme.example/a?b=c&d=e\n\nSecond paragraph\nsecond  line #autumn @acme")]
    [InlineData("  *Bold* and _quiet_ [brackets] (round) e\u0301 \\ end ~ ")]
    public async Task What_is_out_is_read_back_as_what_was_sent(string text)
    {
        if (Connector is not IReadPosts reader) return;
        var post = Simple(text);
        // Some networks take no angle brackets.
        if (Connector.Network == "youtube") post = post with { Text = text.Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal) };
        var receipt = await Publish(post);

        var live = await reader.Read(Account, receipt.RemoteId, Cancel);

        Assert.NotNull(live);
        Assert.Empty(Jobs.LiveChecks.LiveComparison.Of(Connector.Network, post, live));
    }

    [Fact]
    public async Task Pictures_are_read_back_with_their_number_and_what_they_show()
    {
        if (Connector is not IReadPosts reader || !Rules.Knows(Data.Networks.PostType.Image)) return;
        var post = Post("Pictures", Rules.Knows(Data.Networks.PostType.Carousel) ? [Picture("A red door"), Picture("A blue door")] : [Picture("A red door")]);
        var receipt = await Publish(post);

        Assert.Empty(Jobs.LiveChecks.LiveComparison.Of(Connector.Network, post, (await reader.Read(Account, receipt.RemoteId, Cancel))!));
    }

    [Fact]
    public async Task What_was_changed_at_the_network_itself_is_noticed()
    {
        if (Connector is not IReadPosts reader) return;
        var post = Simple("As approved");
        var receipt = await Publish(post);

        Assert.True(Network.Tamper(receipt.RemoteId, "Something else"));

        Assert.Equal([Jobs.LiveChecks.LiveComparison.Text], Jobs.LiveChecks.LiveComparison.Of(Connector.Network, post, (await reader.Read(Account, receipt.RemoteId, Cancel))!));
    }

    [Fact]
    public async Task Files_that_were_dropped_are_noticed()
    {
        if (Connector is not IReadPosts reader || !Rules.Knows(Data.Networks.PostType.Carousel)) return;
        var post = Post("Pictures", Picture("A red door"), Picture("A blue door"));
        var receipt = await Publish(post);
        // Networks whose posts are their files cannot lose them.
        if (!Network.Tamper(receipt.RemoteId, dropsFiles: true)) return;

        Assert.Contains(Jobs.LiveChecks.LiveComparison.Media, Jobs.LiveChecks.LiveComparison.Of(Connector.Network, post, (await reader.Read(Account, receipt.RemoteId, Cancel))!));
    }

    [Fact]
    public async Task A_post_that_is_gone_is_read_back_as_gone()
    {
        if (Connector is not IReadPosts reader || !CanDelete) return;
        var receipt = await Publish(Simple("Soon gone"));
        await Connector.Delete(Account, receipt.RemoteId, Cancel);

        Assert.Null(await reader.Read(Account, receipt.RemoteId, Cancel));
    }

    [Fact]
    public async Task What_the_account_has_published_is_listed_newest_first_as_it_is_read_back()
    {
        if (Connector is not IListPosts network) return;
        var first = Simple("The older one");
        var older = await Publish(first with { CreatedAt = first.CreatedAt.AddMinutes(-1) });
        var newer = await Publish(Simple("The newer one"));

        var listed = new List<LivePost>();
        string? next = null;
        do
        {
            var page = await network.Posts(Account, next, Cancel);
            listed.AddRange(page.Posts);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal([newer.RemoteId, older.RemoteId], listed.Select(p => p.OtherIds.FirstOrDefault(i => i == newer.RemoteId || i == older.RemoteId) ?? p.RemoteId));
        Assert.All(listed, p => Assert.True(p.At is not null && !p.IsAnswer && network.IsListed(p.RemoteId)));
        var alone = await ((IReadPosts)Connector).Read(Account, newer.RemoteId, Cancel);
        Assert.Equal((alone!.Text, alone.Title), (listed[0].Text, listed[0].Title));
    }

    [Fact]
    public async Task Checking_tells_who_the_account_is()
    {
        var profile = await Connector.Check(Account, Cancel);

        Assert.Equal(Account.Handle, profile.Handle);
        Assert.NotEmpty(profile.Name);
    }
}

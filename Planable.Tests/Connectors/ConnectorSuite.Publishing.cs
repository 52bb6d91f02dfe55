using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators;

namespace Planable.Tests.Connectors;

/// <summary>What goes out, goes out whole and once.</summary>
public abstract partial class ConnectorSuite
{
    [Fact]
    public async Task A_text_goes_out_once_and_its_address_opens_in_a_browser()
    {
        var receipt = await Publish(Simple("Good morning, Berlin! ☕ 2 < 3 & 4 > 1"));

        var post = Assert.Single(Network.Posts);
        Assert.Equal(Seen("Good morning, Berlin! ☕ 2 < 3 & 4 > 1"), post.Text);
        Assert.False(receipt.IsPending);
        using var browser = new HttpClient();
        Assert.Contains("Good morning, Berlin!", await browser.GetStringAsync(new Uri(receipt.Permalink!), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_go_out_in_order_with_their_alternative_texts()
    {
        if (!Rules.Knows(Data.Networks.PostType.Image))
        {
            Assert.Empty(Rules.Media.Images);
            return;
        }

        OutgoingMedia[] pictures = Rules.Knows(Data.Networks.PostType.Carousel) ? [Picture("A red door"), Picture("A blue door")] : [Picture("A red door")];
        await Publish(Post("Pictures", pictures));

        var post = Assert.Single(Network.Posts);
        Assert.Equal(pictures.Length, post.Media.Count);
        if (ShowsAlt) Assert.Equal(pictures.Select(p => p.Alt), post.Media.Select(m => m.Alt));
        Assert.Equal(pictures.Select(p => p.Bytes), post.Media.Select(m => m.Bytes));
    }

    [Fact]
    public async Task A_video_goes_out_whole()
    {
        if (!Rules.Knows(Data.Networks.PostType.Video))
        {
            Assert.Empty(Rules.Media.Videos);
            return;
        }

        await Publish(Post("A film", Video("A door opens")));

        Assert.Equal(Film.Length, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
    }

    [Fact]
    public async Task A_link_can_be_followed()
    {
        if (!Rules.Knows(Data.Networks.PostType.Link))
        {
            Assert.NotEmpty(Rules.PostTypes[Data.Networks.PostType.Link].WhyNot!);
            return;
        }

        await Publish(Simple("Read this") with { Link = "https://acme.example/autumn?a=1&b=2" });

        Assert.Equal("https://acme.example/autumn?a=1&b=2", Assert.Single(Network.Posts).Link);
    }

    [Fact]
    public async Task The_parts_of_a_thread_hang_on_one_another_and_none_is_doubled()
    {
        if (!Rules.Knows(Data.Networks.PostType.Thread))
        {
            Assert.NotEmpty(Rules.PostTypes[Data.Networks.PostType.Thread].WhyNot!);
            return;
        }

        var before = new List<string>();
        for (var part = 0; part < 3; part++)
        {
            var post = Armed(Post($"Part {part + 1} of 3") with { Type = Data.Networks.PostType.Thread, Part = part, PartCount = 3, Before = [.. before] });
            var prepared = await Connector.Prepare(post, Cancel);
            // The answer to the second part is lost; it is found rather than sent again.
            if (part == 1 && CanReadBack)
            {
                Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
                Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));
                before.Add(Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
                continue;
            }

            var receipt = await Connector.Send(post, prepared, Cancel);
            for (var tries = 0; receipt.IsPending && tries < 20; tries++) receipt = await Connector.Confirm(post, receipt, Cancel);
            before.Add(receipt.RemoteId);
        }

        Assert.Equal(before, Network.Posts.Select(p => p.Id));
        if (PartsAnswer) Assert.Equal([null, before[0], before[1]], Network.Posts.Select(p => p.AnswerTo));
    }

    [Fact]
    public async Task Preparing_shows_nothing_and_may_be_repeated()
    {
        var post = Simple("Not yet");

        await Connector.Prepare(post, Cancel);
        await Connector.Prepare(post, Cancel);

        Assert.Empty(Network.Posts);
    }
}

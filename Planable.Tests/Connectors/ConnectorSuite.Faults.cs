using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators;

namespace Planable.Tests.Connectors;

/// <summary>Calls that fail, and answers that are lost.</summary>
public abstract partial class ConnectorSuite
{
    [Theory]
    [InlineData(Fault.ErrorBefore, false)]
    [InlineData(Fault.CutBefore, false)]
    [InlineData(Fault.ErrorAfter, true)]
    [InlineData(Fault.CutAfter, true)]
    [InlineData(Fault.SlowAfter, true)]
    [InlineData(Fault.Garbled, true)]
    public async Task A_lost_answer_is_an_unknown_outcome_that_reading_back_settles(Fault fault, bool wentOut)
    {
        var post = Simple("Did it go out? https://acme.example/a?b=c&d=e\n\nSecond paragraph\nsecond line #autumn");
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        await SettlesAs(wentOut, armed, prepared);
    }

    [Theory]
    [InlineData(Fault.CutBefore, false)]
    [InlineData(Fault.CutAfter, true)]
    public async Task Reading_back_knows_a_post_of_pictures_alone(Fault fault, bool wentOut)
    {
        if (!Rules.Knows(Data.Networks.PostType.Image) || Rules.Needs.Contains("text") || Rules.Needs.Contains("title"))
        {
            Assert.True(Rules.Media.Images.Count == 0 || Rules.Needs.Count > 0);
            return;
        }

        var post = Post("", Picture("A door"));
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        if (CanReadBackPictures) await SettlesAs(wentOut, armed, prepared);
        else Assert.IsType<Finding.CannotTell>(await Connector.Find(armed, prepared, Cancel));
    }

    [Fact]
    public async Task Reading_back_is_not_fooled_by_an_earlier_post_of_the_same_words()
    {
        await Publish(Simple("Every Monday: new offers"));
        var post = Simple("Every Monday: new offers");
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, Fault.CutBefore);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        var finding = await Connector.Find(armed, prepared, Cancel);
        if (CanReadBack) Assert.IsType<Finding.Absent>(finding);
        else Assert.IsType<Finding.CannotTell>(finding);
    }

    [Fact]
    public async Task A_delivery_that_went_out_is_found_instead_of_sent_again()
    {
        var post = Armed(Simple("Only once"));
        var prepared = await Connector.Prepare(post, Cancel);
        var first = await Connector.Send(post, prepared, Cancel);
        for (var tries = 0; first.IsPending && tries < 20; tries++) first = await Connector.Confirm(post, first, Cancel);

        if (RepeatsAreHarmless)
        {
            var second = await Connector.Send(post, prepared, Cancel);
            for (var tries = 0; second.IsPending && tries < 20; tries++) second = await Connector.Confirm(post, second, Cancel);
            Assert.Equal(first.RemoteId, second.RemoteId);
        }
        else if (CanReadBack)
        {
            Assert.Equal(first.RemoteId, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
        }
        else
        {
            Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
        }

        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_tried_again()
    {
        var post = Armed(Simple("Anybody there?"));
        var prepared = await Connector.Prepare(post, Cancel);
        await Network.Stop();

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Send(post, prepared, Cancel)));
    }

    [Theory]
    [InlineData(Fault.RateLimited, true)]
    [InlineData(Fault.RateLimitedWithDate, true)]
    [InlineData(Fault.RateLimitedWithoutHeaders, false)]
    public async Task A_full_window_is_waited_out_for_the_stated_time(Fault fault, bool isStated)
    {
        var post = Armed(Simple("Too eager"));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, fault);

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Send(post, prepared, Cancel))).Failure;

        Assert.Equal(FailureClass.RateLimited, failure.Class);
        if (isStated) Assert.InRange(failure.RetryAfter!.Value, Faults.StatedWait - TimeSpan.FromSeconds(3), Faults.StatedWait);
        else Assert.Null(failure.RetryAfter);
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task Words_the_network_refuses_are_for_a_person_to_change()
    {
        var post = Armed(Simple(RefusedText));

        // Some networks see the words before the call that publishes.
        Assert.Equal(FailureClass.Permanent, await Trouble(async () => await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel)));
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task A_dead_token_is_told_apart()
    {
        var post = Armed(Simple("Who am I?"));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.RevokeTokens();

        Assert.Equal(DeadToken, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.Equal(DeadToken, await Trouble(() => Connector.Check(Account, Cancel)));
        Assert.Empty(Network.Posts);
    }

    [Theory, InlineData(Fault.ErrorBefore), InlineData(Fault.ErrorAfter), InlineData(Fault.CutBefore), InlineData(Fault.CutAfter), InlineData(Fault.Garbled)]
    public async Task A_failed_upload_may_be_repeated(Fault fault)
    {
        if (!Uploads)
        {
            // Nothing leaves before the post itself.
            Network.Faults.Arrange(Call.Upload, fault);
            await Publish(Simple("No upload"));
            Assert.Single(Network.Posts);
            return;
        }

        var post = WithUpload();
        Network.Faults.Arrange(Call.Upload, fault);

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Prepare(post, Cancel)));
        await Publish(post);

        Assert.Single(Assert.Single(Network.Posts).Media);
    }

    [Theory, InlineData(Fault.ErrorBefore), InlineData(Fault.CutBefore), InlineData(Fault.SlowAfter), InlineData(Fault.Garbled)]
    public async Task Trouble_while_reading_is_never_more_than_passing(Fault fault)
    {
        Network.Faults.Arrange(Call.Read, fault);

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    private async Task SettlesAs(bool wentOut, OutgoingPost post, Prepared prepared)
    {
        var finding = await Connector.Find(post, prepared, Cancel);
        if (!CanReadBack) Assert.IsType<Finding.CannotTell>(finding);
        else if (wentOut) Assert.Equal(Assert.Single(Network.Posts).Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }
}

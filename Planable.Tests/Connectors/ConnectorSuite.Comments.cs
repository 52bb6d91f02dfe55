using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators;

namespace Planable.Tests.Connectors;

/// <summary>What stands below a post.</summary>
public abstract partial class ConnectorSuite
{
    [Fact]
    public async Task A_comment_stands_below_its_post_and_goes_out_once()
    {
        if (await HasNoComments()) return;
        var parent = (await Publish(Simple("The post"))).RemoteId;
        var comment = Comment("The link: https://acme.example/menu?a=1&b=2", parent);
        var prepared = await Connector.PrepareComment(comment, Cancel);
        Assert.Single(Network.Posts);
        var armed = comment with { ArmedAt = TimeProvider.System.GetUtcNow() };

        var first = await Connector.SendComment(armed, prepared, Cancel);
        if (RepeatsAreHarmless) Assert.Equal(first.RemoteId, (await Connector.SendComment(armed, prepared, Cancel)).RemoteId);
        else if (CanReadBack) Assert.Equal(first.RemoteId, Assert.IsType<Finding.Published>(await Connector.FindComment(armed, prepared, Cancel)).Receipt.RemoteId);
        else Assert.IsType<Finding.CannotTell>(await Connector.FindComment(armed, prepared, Cancel));

        var shown = Assert.Single(Network.Posts, p => p.AnswerTo is not null);
        Assert.Equal((parent, Seen("The link: https://acme.example/menu?a=1&b=2")), (shown.AnswerTo, shown.Text));
    }

    [Theory, InlineData(Fault.CutBefore, false), InlineData(Fault.CutAfter, true), InlineData(Fault.ErrorAfter, true)]
    public async Task A_comment_whose_answer_was_lost_is_settled_by_reading_back(Fault fault, bool wentOut)
    {
        if (await HasNoComments()) return;
        var comment = Comment("Did it go out?", (await Publish(Simple("Did it go out?"))).RemoteId);
        var prepared = await Connector.PrepareComment(comment, Cancel);
        var armed = comment with { ArmedAt = TimeProvider.System.GetUtcNow() };
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.SendComment(armed, prepared, Cancel)));

        var finding = await Connector.FindComment(armed, prepared, Cancel);
        if (!CanReadBack) Assert.IsType<Finding.CannotTell>(finding);
        else if (wentOut) Assert.Equal(Assert.Single(Network.Posts, p => p.AnswerTo is not null).Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }

    [Fact]
    public async Task A_comment_below_a_post_that_is_gone_is_for_a_person()
    {
        if (await HasNoComments()) return;
        var parent = (await Publish(Simple("Soon gone"))).RemoteId;
        if (CanDelete) await Connector.Delete(Account, parent, Cancel);
        else parent = "404";
        var comment = Comment("Anybody there?", parent);

        var failure = await Assert.ThrowsAsync<ConnectorFailure>(async () => await Connector.SendComment(comment with { ArmedAt = TimeProvider.System.GetUtcNow() }, await Connector.PrepareComment(comment, Cancel), Cancel));

        Assert.Equal(FailureClass.Permanent, failure.Failure.Class);
    }

    /// <summary>A network without comments says so when it is asked for one.</summary>
    private async Task<bool> HasNoComments()
    {
        if (WritesComments) return false;
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.SendComment(Comment("Hello", "1"), Prepared.Nothing, Cancel)));
        return true;
    }
}

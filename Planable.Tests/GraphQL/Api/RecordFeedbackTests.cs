using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Tokens;
using Planable.Tests.Approvals;
using Planable.Tests.Reviews;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Engine.Data;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

public class RecordFeedbackTests(TestApp app) : IClassFixture<TestApp>
{
    const string Record = "mutation ($input: RecordFeedbackInput!) { recordFeedback(input: $input) { comment { by text recording { through by said counts } thread { post { approvalState approval { decisions { by identified recording { by through } } } } } } errors { ... on UserError { code field } } } }";

    [Fact]
    public async Task A_decision_told_on_the_phone_is_written_down_by_a_program_and_marked_as_that()
    {
        await app.RequireApproval(r => r with { Flows = [r.Flows[0] with { TakesRecorded = true }] });
        var post = await app.ForClient("By a program on the phone.");
        using var adam = await app.Api("adam", TokenScope.Write, TokenScope.Comments, TokenScope.Approvals);
        var found = (await adam.Ask("query ($id: ID!) { post(id: $id) { id } }", new { id = Id("Post", post) }))["post"]!;
        var input = new { postId = (string)found["id"]!, name = "Clara's boss", through = "PHONE", said = "APPROVED", version = 1, text = "Fine" };
        await using var talk = await Listener.Open(adam, "subscription { commentAdded { line { verb } comment { text } } }");
        Assert.Equal("NOT_FOUND", await adam.Refused(Record, new { input = input with { version = 7 } }));
        var said = (await adam.Do(Record, new { input }))["comment"]!;
        Assert.Equal(("Clara's boss", "PHONE", "Adam Admin", true), ((string)said["by"]!, (string)said["recording"]!["through"]!, (string)said["recording"]!["by"]!, (bool)said["recording"]!["counts"]!));
        var decision = said["thread"]!["post"]!["approval"]!["decisions"]!.AsArray()[^1]!;
        Assert.Equal(("APPROVED", "RECORDED", "Adam Admin"), ((string)said["thread"]!["post"]!["approvalState"]!, (string)decision["identified"]!, (string)decision["recording"]!["by"]!));
        var told = await talk.Next();
        Assert.Equal(("comment.recorded", "Fine"), ((string)told["line"]!["verb"]!, (string)told["comment"]!["text"]!));
        Assert.Equal(EventTopic.Comment, EventTopics.Of("comment.recorded"));
        var kept = await app.In("acme", db => db.ApprovalDecisions.SingleAsync(d => d.PostId == post && d.IsClient, TestContext.Current.CancellationToken));
        Assert.Equal((Via.Api, IdentityStrength.Recorded), (kept.Via, kept.Strength));
    }

    [Fact]
    public async Task Where_a_flow_demands_a_code_no_program_decides_for_somebody_who_gave_none()
    {
        await app.RequireApproval(r => r with { Flows = [r.Flows[0] with { Identity = IdentityStrength.MailCode }] });
        var post = await app.ForClient("Only with a code.");
        using var adam = await app.Api("adam", TokenScope.Write, TokenScope.Comments, TokenScope.Approvals);
        using var clara = await app.Api("clara", TokenScope.Write, TokenScope.Approvals);
        var said = (await adam.Do(Record, new { input = new { postId = Id("Post", post), name = "Clara's boss", through = "PHONE", said = "APPROVED", version = 1, text = "Fine" } }))["comment"]!;
        Assert.False((bool)said["recording"]!["counts"]!);
        Assert.Equal("WAITING", (string)said["thread"]!["post"]!["approvalState"]!);
        const string decide = "mutation ($id: ID!) { decide(input: {id: $id, version: 1, decision: APPROVED}) { post { approvalState approval { decisions { by identified } } } errors { ... on UserError { code } } } }";
        // Nor does whoever is of the team, in the client's place.
        Assert.NotNull(await adam.Refused(decide, new { id = Id("Post", post) }));
        Assert.Equal(ApprovalState.Waiting, (await app.Read(post)).ApprovalState);
        // A token of her own is her account, which is more than a code.
        var hers = (await clara.Do(decide, new { id = Id("Post", post) }))["post"]!;
        Assert.Equal(("APPROVED", "ACCOUNT"), ((string)hers["approvalState"]!, (string)hers["approval"]!["decisions"]!.AsArray().Single(d => (string)d!["by"]! == "Clara Client")!["identified"]!));
    }
}

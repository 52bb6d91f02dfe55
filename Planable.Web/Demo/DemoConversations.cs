using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;

namespace Planable.Web.Demo;

/// <summary>What was said about the autumn roast, to the client and among the team: a pin, other words, a note that Clara cannot see.</summary>
static class DemoConversations
{
    public static async Task Add(PlanableDb db, DateTimeOffset now)
    {
        var everyone = await db.Members.Include(m => m.Person).ToListAsync();
        Member One(Role role) => everyone.First(m => m.Role == role);
        FeedbackDraft Words(string text) => FeedbackDraft.Of(text, everyone);
        var (wanda, ivo, pia, clara) = (One(Role.Writer), One(Role.Reviewer), One(Role.Publisher), One(Role.ClientApprover));
        var roast = db.Posts.Local.First(p => p.Text.StartsWith("The autumn roast is here.", StringComparison.Ordinal));

        var bag = roast.Comment(Words("Can the cup sit a little lower? On my phone the saucer is right under the page counter."), Audience.Client, new FeedbackAnchor { MediaId = roast.MediaInOrder.First().MediaId, Across = 52, Down = 61 }, clara, now.AddHours(-20));
        bag.Reply(Words("Good catch, @Clara. I will move it down by a tenth."), Audience.Client, wanda, now.AddHours(-19));
        var bar = roast.Comment(
            Words("Shorter: we could not wait, full stop.") with { Suggestion = new FeedbackSuggestion(roast.Text, roast.Text.Replace("could not wait to tell you", "could not wait", StringComparison.Ordinal)) },
            Audience.Client, null, clara, now.AddHours(-18));
        bar.React(bar.Comments[0].Id, "thumbs-up", wanda, now.AddHours(-17));
        var mail = roast.Comment(Words("@Pia the wholesale mail goes out the same morning. Fine by me if we keep nine."), Audience.Team, null, ivo, now.AddHours(-3));
        mail.React(mail.Comments[0].Id, "thumbs-up", pia, now.AddHours(-2));
        var kilos = roast.Comment(Words("Forty is right, I asked Paul."), Audience.Team, new FeedbackAnchor { Quote = "the first forty kilos" }, wanda, now.AddHours(-26));
        kilos.Resolve(wanda, now.AddHours(-25));
        var cups = db.Posts.Local.First(p => p.Text.StartsWith("Three cups, three altitudes.", StringComparison.Ordinal)).Comment(Words("Which three? People will ask at the bar."), Audience.Client, null, clara, now.AddHours(-5));
        db.FeedbackThreads.AddRange(bag, bar, mail, kilos, cups);
    }
}

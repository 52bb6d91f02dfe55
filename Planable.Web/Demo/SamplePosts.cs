using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;

namespace Planable.Web.Demo;

/// <summary>Realistic posts for a workspace: drafts, planned ones ahead and published ones behind, spread over the months around today.</summary>
sealed class SamplePosts(PlanableDb db, TimeProvider clock)
{
    static readonly string[] Openings =
    [
        "The autumn roast is here.", "Behind the bar today:", "New week, new beans.", "Why we pay growers first.", "Open late this Friday.", "Three cups, three altitudes.",
        "Our favourite table is free again.", "How we price a bag.", "Rain on the roof, filter in the cup.", "Meet Paul, who fixes everything.",
    ];

    static readonly string[] Middles =
    [
        "Plum, cocoa, a little smoke.", "We roasted the first forty kilos on Sunday and could not wait to tell you.", "Come by and taste it with us.",
        "Bags go out from Thursday, and the bar pours it from eight.", "No sugar needed, promise.", "Ask for the small cup.", "The whole story is on our site: https://acme.example/stories",
    ];

    static readonly string[] Tags = ["#coffee", "#acmecoffee", "#autumnroast", "#specialty", "#berlin", "#filter", "#slowmorning"];

    /// <returns>How many were added.</returns>
    public async Task<int> Add(string slug, int count)
    {
        var workspace = await db.Workspaces.SingleAsync(w => w.Slug == slug);
        db.Enter(workspace.Id, Via.Job);
        var author = await db.Members.Include(m => m.Person).OrderBy(m => m.Role == Role.Owner ? 0 : 1).FirstAsync();
        var channels = await db.Channels.OrderBy(c => c.Name).ToListAsync();
        // The same posts every time: figures can be compared between runs.
        var random = new Random(20261121);
        var now = clock.GetUtcNow();
        for (var done = 0; done < count;)
        {
            for (var i = 0; i < 200 && done < count; i++, done++)
                AddOne(done);
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
            db.AttachRange(channels);
            db.Attach(workspace);
            db.Attach(author);
        }

        return count;

        void AddOne(int index)
        {
            var post = Post.Draft(author, workspace, now);
            var text = $"{Openings[random.Next(Openings.Length)]} {Middles[random.Next(Middles.Length)]}\n\n{Tags[random.Next(Tags.Length)]} {Tags[random.Next(Tags.Length)]}";
            var targets = channels.Where((_, n) => n == 0 || random.Next(3) == 0).Select(c => new PostEdit.Target(c, null, null)).ToList();
            post.Edit(new PostEdit(text, null, targets, []), author, now);
            db.Posts.Add(post);
            if (random.Next(12) == 0)
                return;

            // Twenty months of posts: five per cent fall into the current one.
            var day = now.AddDays((((double)index / count) - 0.5) * 600 + random.NextDouble());
            var local = Zones.ToLocal(day, workspace.Zone).Date.AddHours(8 + random.Next(11)).AddMinutes(15 * random.Next(4));
            var instant = Zones.ToInstantLeniently(local, workspace.Zone);
            var time = new PlannedTime(local, workspace.Zone, false, instant);
            if (instant > now)
            {
                if (random.Next(5) == 0)
                    post.Plan(time, author, now);
                else
                    post.Schedule(time, author, now);
                return;
            }

            post.Schedule(time, author, instant.AddDays(-2));
            // Ties the deliveries to their post, as if they had been read.
            db.ChangeTracker.DetectChanges();
            foreach (var delivery in post.Deliveries)
            {
                delivery.Arm(new Dictionary<string, string>(StringComparer.Ordinal), instant.AddSeconds(1), TimeSpan.FromMinutes(2));
                if (random.Next(60) == 0)
                    delivery.Fail(new Data.Publishing.Failure(Data.Publishing.FailureClass.Permanent, "422", "The practice network refuses this text."), instant.AddSeconds(2));
                else
                    delivery.Publish(delivery.Id.ToString(), $"/practice/{channels.Find(c => c.Id == delivery.ChannelId)!.Handle}", instant.AddSeconds(2));
                // It is on no network, so there is nothing to look at.
                delivery.Check?.GiveUp("This sample is on no network.", instant.AddSeconds(2));
            }

            db.Entry(post).Property(p => p.State).CurrentValue = Post.Sum([.. post.Deliveries.Select(d => d.State)]);
        }
    }
}

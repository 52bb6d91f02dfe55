using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Tokens;

namespace Planable.Web.Bench;

/// <summary>GraphQL against what one would write by hand: the same door, the same queries, the same answer.</summary>
static class ApiBench
{
    const string Field = "/graphql?query={workspace{name}}";
    const string Rows = "/graphql?query={posts(first:50){nodes{title text state author{name}}}}";
    const int Readers = 16;

    public static void Map(WebApplication app)
    {
        app.MapGet("/bench/field", async (HttpContext http, TokenDoor door, Current current) =>
            await door.Enter(http.Request.Headers.Authorization, null, http.RequestAborted) ? Results.Json(new { data = new { workspace = new { name = current.Workspace.Name } } }) : Results.Unauthorized());
        app.MapGet("/bench/rows", async (HttpContext http, TokenDoor door, Current current, PlanableDb db) =>
        {
            if (!await door.Enter(http.Request.Headers.Authorization, null, http.RequestAborted))
                return Results.Unauthorized();
            var posts = await db.Posts.AsNoTracking().SeenBy(current.Member).OrderBy(p => p.CreatedAt).ThenBy(p => p.Id).Take(51).ToListAsync(http.RequestAborted);
            var authors = posts.Select(p => p.AuthorId).Distinct().ToList();
            var members = await db.Members.AsNoTracking().Include(m => m.Person).Where(m => authors.Contains(m.Id)).ToDictionaryAsync(m => m.Id, http.RequestAborted);
            return Results.Json(new
            {
                data = new
                {
                    posts = new { nodes = posts.Take(50).Select(p => new { title = PostPage.TitleOf(p.Text), text = p.Text, state = p.State.ToString().ToUpperInvariant(), author = new { name = members[p.AuthorId].Name } }) },
                },
            });
        });
    }

    public static async Task Run(WebApplication app, string address, Figures figures)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Add("GraphQL-Preflight", "1");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token(app));
        await Compare(client, "api_field", Field, "/bench/field", 0.7, figures);
        await Compare(client, "api_rows", Rows, "/bench/rows", 0.8, figures);
    }

    static async Task Compare(HttpClient client, string name, string asked, string byHand, double bar, Figures figures)
    {
        // A house that has been open for a while: the runtime compiles what is used often, in the background.
        await Load.Run(client, asked, Readers, TimeSpan.FromSeconds(6));
        await Load.Run(client, byHand, Readers, TimeSpan.FromSeconds(6));
        // Alternating, so that both meet the same machine.
        var (ours, least) = (new List<double>(), new List<double>());
        for (var round = 0; round < 5; round++)
        {
            least.Add((await Load.Run(client, byHand, Readers, TimeSpan.FromSeconds(3))).PerSecond);
            ours.Add((await Load.Run(client, asked, Readers, TimeSpan.FromSeconds(3))).PerSecond);
        }

        figures.Tell(name, ours.Order().ElementAt(2), "answers/s");
        figures.Tell($"{name}_by_hand", least.Order().ElementAt(2), "answers/s");
        figures.AtLeast($"{name}_ratio", ours.Order().ElementAt(2) / least.Order().ElementAt(2), "x", bar);
    }

    static async Task<string> Token(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(await db.Workspaces.Where(w => w.Slug == "acme").Select(w => w.Id).SingleAsync(), Via.Job);
        var member = await db.Members.Include(m => m.Person).Include(m => m.Workspace).FirstAsync(m => m.LeftAt == null && m.Person.Email!.StartsWith("olga"));
        var (token, secret) = AccessToken.Make("Bench", [], 1, member, scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        db.AccessTokens.Add(token);
        await db.SaveChangesAsync();
        return secret;
    }
}

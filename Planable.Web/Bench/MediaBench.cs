using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Media;

namespace Planable.Web.Bench;

/// <summary>The media library with 10,000 files: what a search takes.</summary>
static class MediaBench
{
    const int Files = 10_000;

    static readonly string[] Words = ["autumn", "roast", "portrait", "counter", "Café", "morning", "bag", "filter", "team", "street"];

    public static async Task Run(WebApplication app, string address, Figures figures)
    {
        await Fill(app);
        using var client = await Reader.SignIn(app, address, "olga");
        // Two words, one of them rare, in the name, the alternative text or a tag.
        foreach (var (name, page) in new[] { ("media_search", "/w/acme/media?q=cafe+0777"), ("media_search_many", "/w/acme/media?q=roast"), ("media_first_page", "/w/acme/media?kind=picture") })
        {
            await Load.Run(client, page, 1, TimeSpan.FromSeconds(2));
            var (_, times) = await Load.Run(client, page, 1, TimeSpan.FromSeconds(4));
            figures.AtMost(name, Load.Percentile(times, 95), "ms", 500);
        }
    }

    static async Task Fill(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(await db.Workspaces.Where(w => w.Slug == "acme").Select(w => w.Id).SingleAsync(), Via.Job);
        var by = await db.Members.Include(m => m.Person).FirstAsync(m => m.Role == Data.Members.Role.Owner);
        var at = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        for (var made = await db.Media.CountAsync(); made < Files; made++)
        {
            var (first, second) = (Words[made % Words.Length], Words[made / 7 % Words.Length]);
            var asset = MediaAsset.Upload(by, $"{first}-{second}-{made:00000}.jpg", new MediaFile($"{made:x64}", "image/jpeg", 100_000 + made), 1600, 1200, at.AddSeconds(-made));
            asset.Describe(asset.FileName, $"A {second} beside a {first}", [first, second], by, at);
            db.Media.Add(asset);
            if (made % 500 == 0)
                await db.SaveChangesAsync();
        }

        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Webhooks;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Webhooks;

/// <summary>What a message says: events as the API's subscriptions tell them, with the same names and ids, so that one program reads both.</summary>
public sealed class WebhookBody(PlanableDb db, IConfiguration configuration)
{
    // The body is its own document: what is fine in JSON is not written as \u0022.
    static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public async Task<string> Of(WebhookEndpoint endpoint, IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        var workspace = endpoint.Member.Workspace;
        var posts = await Posts(endpoint.Audience, entries, cancel);
        return Write(workspace, new JsonArray([.. entries.Select(e => Event(e, endpoint.Audience, workspace, posts))]));
    }

    public static string Ping(WebhookEndpoint endpoint, DateTimeOffset at) =>
        Write(endpoint.Member.Workspace, new JsonArray(new JsonObject { ["__typename"] = "Ping", ["at"] = Instant(at) }));

    static string Write(Workspace workspace, JsonArray events) => new JsonObject
    {
        ["workspace"] = new JsonObject { ["id"] = Id("Workspace", workspace.Id), ["slug"] = workspace.Slug, ["name"] = workspace.Name },
        ["events"] = events,
    }.ToJsonString(Writing);

    async Task<Dictionary<Guid, Post>> Posts(Audience audience, IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        var ids = entries.Select(e => e.SubjectId).Distinct().ToList();
        return await db.Posts.AsNoTracking().Where(p => ids.Contains(p.Id) && (audience == Audience.Team || p.Audience == Audience.Client)).ToDictionaryAsync(p => p.Id, cancel);
    }

    JsonObject Event(LogEntry entry, Audience audience, Workspace workspace, Dictionary<Guid, Post> posts)
    {
        var told = new JsonObject
        {
            ["__typename"] = EventTopics.Of(entry.Verb)!.Value.TypeName(),
            ["number"] = entry.Sequence,
            ["at"] = Instant(entry.At),
            ["line"] = new JsonObject
            {
                ["verb"] = entry.Verb,
                ["subject"] = entry.Subject,
                ["by"] = entry.ActorName,
                ["byKind"] = Name(entry.ActorKind),
                ["via"] = Name(entry.Via),
                // As in the API: what was said inside stays inside.
                ["facts"] = new JsonArray([.. (audience == Audience.Client ? [] : entry.Facts.Where(f => f.Value is not null)).Select(f => new JsonObject { ["key"] = f.Key, ["value"] = f.Value })]),
            },
            ["post"] = posts.TryGetValue(entry.SubjectId, out var post) ? Say(post, workspace) : null,
        };
        if (audience == Audience.Team || posts.ContainsKey(entry.SubjectId))
        {
            told["postId"] = Id("Post", entry.SubjectId);
            if (entry.Facts.GetValueOrDefault("comment") is { } comment && Guid.TryParse(comment, out var commentId))
                told["commentId"] = Id("Comment", commentId);
            if (entry.Facts.GetValueOrDefault("delivery") is { } delivery && Guid.TryParse(delivery, out var deliveryId))
                told["deliveryId"] = Id("Delivery", deliveryId);
        }

        return told;
    }

    JsonObject Say(Post post, Workspace workspace) => new()
    {
        ["id"] = Id("Post", post.Id),
        ["title"] = PostTitle.Of(post.Text),
        ["state"] = Name(post.State),
        ["approvalState"] = Name(post.ApprovalState),
        ["schedule"] = post is { PlannedLocal: { } local, Zone: { } zone, ScheduledAt: { } at }
            ? new JsonObject { ["date"] = DateOnly.FromDateTime(local).ToString("O", CultureInfo.InvariantCulture), ["time"] = TimeOnly.FromDateTime(local).ToString("HH:mm:ss", CultureInfo.InvariantCulture), ["zone"] = zone, ["at"] = Instant(at) }
            : null,
        ["url"] = $"{(configuration["PublicUrl"] ?? "").TrimEnd('/')}/w/{workspace.Slug}/posts/{post.Id}",
    };

    static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    static string Id(string type, Guid id) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{id}"));
}

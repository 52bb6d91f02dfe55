using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Web.GraphQL.Door;

namespace Planable.Web.GraphQL.Posts;

public sealed record SettingInput(string Key, string Value);

/// <summary>A channel the post goes to.</summary>
/// <param name="Text">What only this channel gets; left out, it gets the text of all.</param>
/// <param name="Settings">The network's own settings.</param>
public sealed record PostChannelInput([property: ID("Channel")] Guid ChannelId, string? Text, IReadOnlyList<SettingInput>? Settings);

/// <summary>A file of the library, at its place in the list.</summary>
/// <param name="Alt">What it shows, in words; left out, what the library says.</param>
public sealed record PostMediaInput([property: ID("Media")] Guid MediaId, string? Alt);

/// <summary>A wall-clock time in the workspace's zone.</summary>
/// <param name="Second">Where the clocks go back and the time comes twice: the later of both.</param>
public sealed record TimeInput(DateOnly Date, TimeOnly Time, bool? Second)
{
    public PlannedTime In(string zone) => PlannedTime.Read(Date.ToDateTime(Time), zone, Second);
}

/// <summary>Content as a program sends it, made into what the post takes over.</summary>
static class PostContents
{
    public static async Task<IReadOnlyList<PostEdit.Target>> Targets(this PlanableDb db, IReadOnlyList<PostChannelInput> sent, CancellationToken cancel)
    {
        var ids = sent.Select(c => c.ChannelId).ToList();
        var channels = await db.Channels.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        return [.. sent.DistinctBy(c => c.ChannelId).Select(c => new PostEdit.Target(channels.GetValueOrDefault(c.ChannelId) ?? throw Refused.NotFound("channel", "channels"), c.Text, Chosen(c.Settings)))];
    }

    public static async Task<IReadOnlyList<PostEdit.Picture>> Pictures(this PlanableDb db, IReadOnlyList<PostMediaInput> sent, CancellationToken cancel)
    {
        var ids = sent.Select(m => m.MediaId).ToList();
        var assets = await db.Media.Where(a => ids.Contains(a.Id) && a.DeletedAt == null).ToDictionaryAsync(a => a.Id, cancel);
        return [.. sent.DistinctBy(m => m.MediaId).Select(m => assets.GetValueOrDefault(m.MediaId) is { } asset ? new PostEdit.Picture(asset, Alt(m.Alt ?? asset.Alt)) : throw Refused.NotFound("file", "media"))];
    }

    public static IReadOnlyDictionary<string, string>? Chosen(IReadOnlyList<SettingInput>? settings) =>
        settings?.GroupBy(s => s.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);

    /// <summary>What its channels would refuse does not go out. All of it is told at once, each with the part it is about.</summary>
    public static void MustBeFit(this Post post, Data.Workspaces.Workspace workspace)
    {
        var problems = PostProblems.Of(post, workspace.AltPolicy).Where(p => p.Blocks).ToList();
        if (problems.Count > 0)
            throw new AggregateException(problems.Select(p => new Refused(p.Code, string.Format(System.Globalization.CultureInfo.InvariantCulture, p.Words, [.. p.Arguments]), p.Target) { ChannelId = p.ChannelId }));
    }

    static string Alt(string alt) => alt.Length <= PostMedia.AltLength ? alt : alt[..PostMedia.AltLength];
}

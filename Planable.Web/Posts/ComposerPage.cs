using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Web.Links;

namespace Planable.Web.Posts;

/// <summary>What the composer shows.</summary>
/// <param name="State">Null before the post exists.</param>
public sealed record ComposerPage(
    ComposerForm Form,
    PostState? State,
    bool IsOwn,
    WhenReading When,
    IReadOnlyList<ComposerPage.ChannelPart> Channels,
    IReadOnlyList<ComposerForm.Picture> Pictures,
    IReadOnlyList<Problem> Problems)
{
    /// <summary>Parts that somebody else changed too.</summary>
    public IReadOnlyList<Conflict> Conflicts { get; init; } = [];

    /// <summary>Why what was asked was not done, and what was.</summary>
    public RuleBroken? Refusal { get; init; }

    /// <summary>One of a series: saving asks how far it reaches.</summary>
    public bool IsRecurring { get; init; }

    public IReadOnlyList<RuleBroken> RefusedFiles { get; init; } = [];

    public bool AsksToPublish { get; init; }

    public bool IsScheduled => State == PostState.Scheduled;

    public IEnumerable<ChannelPart> Targeted => Channels.Where(c => c.Target.On);

    public string ChannelName(Guid id) => Channels.FirstOrDefault(c => c.Channel.Id == id)?.Channel.Name ?? "";

    /// <summary>The id of the field a problem is about.</summary>
    public string FieldOf(Problem problem)
    {
        var parts = problem.Target.Split(':', 2);
        var own = problem.ChannelId is { } channel && Channels.Any(c => c.Channel.Id == channel && c.Target.Own);
        return parts[0] switch
        {
            "alt" or "media" when parts.Length > 1 && int.TryParse(parts[1], out var number) && number <= Pictures.Count => $"alt-{Pictures[number - 1].Id}",
            "media" => "pictures",
            "setting" => $"set-{problem.ChannelId}-{parts[1]}",
            "link" => "link",
            "channels" => "channels",
            "schedule" => "when",
            _ => own ? $"text-{problem.ChannelId}" : "text",
        };
    }

    public sealed record ChannelPart(Channel Channel, Network Network, ComposerForm.Target Target, string Text, TextCount? Count, bool HasBlocking, PreviewCard Preview);

    public sealed record Conflict(string Part, string Title, string Mine, string Theirs, string TheirMark);
}

/// <summary>One channel's preview, ready to be shown as text: nothing in it is markup.</summary>
public sealed record PreviewCard(
    Channel Channel,
    Network Network,
    IReadOnlyList<TextRun> Shown,
    IReadOnlyList<TextRun> Behind,
    IReadOnlyList<ComposerForm.Picture> Pictures,
    LinkShown? Link,
    DateTime? At,
    bool IsOwn,
    string? Spoiler)
{
    public static PreviewCard Of(Channel channel, Network network, ComposerForm.Target target, string text, LinkShown? link, IReadOnlyList<ComposerForm.Picture> pictures, DateTime? at)
    {
        var runs = TextRun.Of(text, network);
        var (shown, behind) = network.CutAt is { } cut ? TextRun.Cut(runs, cut) : (runs, []);
        return new PreviewCard(channel, network, shown, behind, pictures, link, at, target.Own, target.Settings.GetValueOrDefault("spoiler"));
    }
}

/// <summary>A stretch of text that a network shows in one way.</summary>
/// <param name="Kind">Null for plain words.</param>
public sealed record TextRun(TextSpanKind? Kind, string Text)
{
    public static IReadOnlyList<TextRun> Of(string text, Network network)
    {
        var (runs, seen) = (new List<TextRun>(), 0);
        foreach (var span in TextSpans.In(text, network))
        {
            if (span.Start > seen)
                runs.Add(new TextRun(null, text[seen..span.Start]));
            runs.Add(new TextRun(span.Kind, text[span.Start..span.End]));
            seen = span.End;
        }

        if (seen < text.Length)
            runs.Add(new TextRun(null, text[seen..]));
        return runs;
    }

    /// <summary>Where the network says "see more". A link is not cut in two.</summary>
    public static (IReadOnlyList<TextRun> Shown, IReadOnlyList<TextRun> Behind) Cut(IReadOnlyList<TextRun> runs, int at)
    {
        if (runs.Sum(r => r.Text.Length) <= at)
            return (runs, []);
        var (shown, behind) = (new List<TextRun>(), new List<TextRun>());
        foreach (var run in runs)
        {
            if (run.Text.Length <= at && behind.Count == 0)
            {
                shown.Add(run);
                at -= run.Text.Length;
            }
            else if (behind.Count == 0 && run.Kind is null && at > 0)
            {
                var end = char.IsHighSurrogate(run.Text[at - 1]) ? at - 1 : at;
                shown.Add(run with { Text = run.Text[..end] });
                behind.Add(run with { Text = run.Text[end..] });
            }
            else
            {
                behind.Add(run);
            }
        }

        return (shown, behind);
    }
}

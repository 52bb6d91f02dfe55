using Planable.Data.BrandRules;
using Planable.Data.Channels;
using Planable.Data.Evergreens;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Times;

namespace Planable.Data.Posts;

/// <summary>How it goes out again: as the source of an evergreen, or as one of its runs.</summary>
public partial class Post
{
    /// <summary>The evergreen whose run this is.</summary>
    public Guid? EvergreenId { get; private set; }

    /// <summary>A run never follows the one before within the gap, whoever moves it.</summary>
    public DateTimeOffset? NotBefore { get; private set; }

    /// <summary>It comes into the evergreen library. The caller adds what is given back.</summary>
    public Evergreen Recycle(EvergreenRule rule, Member by, DateTimeOffset at)
    {
        MustSchedule(by);
        MustHaveNetwork();
        MustBeOurs();
        if (EvergreenId is not null)
            throw new RuleBroken("EVERGREEN_RUN", "This post is a run of an evergreen post itself.");
        if (State is PostState.Draft || ScheduledAt is null)
            throw new RuleBroken("EVERGREEN_DRAFT", "Schedule or publish the post first: its gap counts from there.");
        rule.MustBeWhole();
        return new Evergreen(this, rule, by, at);
    }

    internal void Rerun(Evergreen evergreen, Post source, PostContent content, PlannedTime time, IReadOnlyCollection<Channel> channels, IReadOnlyCollection<MediaAsset> assets, Member by, DateTimeOffset at)
    {
        Edit(EditOf(content, channels, assets, source), by, at);
        Audience = source.Audience;
        Relabel([.. source.Labels.Select(l => l.Label)], by, at);
        Join(source.Campaign, by, at);
        (EvergreenId, NotBefore) = (evergreen.Id, evergreen.NotBefore);
        ShareBrandOverride(source);
        // What a network, the client or a licence would refuse by now waits for a person.
        if (PostProblems.Of(this).Concat(BrandChecks(by.Workspace).Problems()).Any(p => p.Blocks) || EndedLicence(time.Local) is not null || LacksApproval(by.Workspace))
            Plan(time, by, at);
        else
            Schedule(time, by, at);
    }

    void MustKeepGap(DateTimeOffset instant)
    {
        if (NotBefore is { } earliest && instant < earliest)
            throw new RuleBroken("EVERGREEN_GAP", "This is the run of an evergreen post: it went out too shortly before. Choose {0} or later.", Zones.ToLocal(earliest, Zone ?? "Etc/UTC").ToString("d MMM yyyy HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }
}

using Planable.Data.BrandRules;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>What is done about it where it is out already. Until a network has taken a change, the post says what is live.</summary>
public partial class Post
{
    /// <summary>May this member change it where it is out? Whoever may plan it.</summary>
    public bool CanBeChangedLiveBy(Member by) => by.Can(Permission.SchedulePosts) && (AuthorId == by.Id || by.Can(Permission.EditOthersPosts));

    /// <summary>Other words where it is out. The caller has asked whether the network changes posts.</summary>
    /// <param name="title">Null keeps it.</param>
    public LiveChange EditLive(Delivery delivery, string text, string? title, Member by, DateTimeOffset at)
    {
        MustChangeLive(by);
        // What is live is what was approved, until somebody says why not.
        MustBeUnlocked(by.Workspace);
        text = text.Trim();
        title = string.IsNullOrWhiteSpace(title) ? null : title.Trim();
        var content = delivery.Version.Content;
        if (text == content.TextFor(delivery.ChannelId) && (title is null || title == content.SettingsFor(delivery.ChannelId).GetValueOrDefault(PostOptions.TitleKey)))
            throw new RuleBroken("NOTHING_CHANGED", "This is what is live there already.");
        MustBeFitLive(delivery, text, title, by.Workspace);
        var change = delivery.Change(LiveChangeKind.Edit, text, title, by, at);
        Record(by, "live-edit-asked", at, ("delivery", delivery.Id.ToString()), ("channel", delivery.Channel.Name));
        return change;
    }

    /// <summary>Off the network. The record of it stays.</summary>
    public LiveChange RemoveLive(Delivery delivery, Member by, DateTimeOffset at)
    {
        MustChangeLive(by);
        var change = delivery.Change(LiveChangeKind.Removal, "", null, by, at);
        Record(by, "live-removal-asked", at, ("delivery", delivery.Id.ToString()), ("channel", delivery.Channel.Name));
        return change;
    }

    /// <summary>The words that were sent, once more: somebody changed them at the network.</summary>
    public LiveChange PutBack(Delivery delivery, Member by, DateTimeOffset at)
    {
        MustChangeLive(by);
        if (delivery.Check is not { State: LiveState.Differs })
            throw new RuleBroken("NOTHING_DIFFERS", "What is live there is what was sent.");
        var change = delivery.Change(LiveChangeKind.Edit, delivery.LiveText, delivery.Version.Content.SettingsFor(delivery.ChannelId).GetValueOrDefault(PostOptions.TitleKey), by, at);
        Record(by, "put-back-asked", at, ("delivery", delivery.Id.ToString()), ("channel", delivery.Channel.Name));
        return change;
    }

    /// <summary>What differs may stay: everybody reads who said so.</summary>
    public void AcceptLive(Delivery delivery, Member by, DateTimeOffset at)
    {
        MustChangeLive(by);
        delivery.Check?.Accept(by, at);
    }

    public void LookAgain(Delivery delivery, Member by, DateTimeOffset at)
    {
        MustChangeLive(by);
        if (!delivery.IsLive)
            throw new RuleBroken("NOT_LIVE", "This post is not live there.");
        delivery.Watch(at);
    }

    public void RetryLive(LiveChange change, Member by, DateTimeOffset at)
    {
        MustChangeLive(by);
        change.Retry(by, at);
    }

    public void DiscardLive(LiveChange change, Member by, DateTimeOffset at)
    {
        MustChangeLive(by);
        change.Discard(by, at);
    }

    /// <summary>A network has taken the change. Whatever still goes out elsewhere goes out with the version that holds it.</summary>
    /// <returns>False while other channels are being sent to: their version must not change under them.</returns>
    public bool TakeLive(LiveChange change, Delivery delivery, Member by, DateTimeOffset at)
    {
        if (change.Kind == LiveChangeKind.Removal)
        {
            change.Do(at);
            delivery.TakeOff(change, at);
            return true;
        }

        if (IsUnderWay)
            return false;
        if (variants.Find(v => v.ChannelId == delivery.ChannelId) is { } variant)
            Say(variant, change);
        EditedAt = at;
        EditedById = by.Id;
        var version = Cut(by, at);
        PutDeliveriesOn(version, at);
        delivery.BecomeLive(version, by.Person.Name, at);
        change.Do(at);
        Record(by, "edited-live", at, Audience, ("delivery", delivery.Id.ToString()), ("channel", delivery.Channel.Name), ("version", Digits(version.Number)));
        return true;
    }

    void Say(Variant variant, LiveChange change)
    {
        if (variants.Count == 1 && variant.FollowsBase)
            Text = change.Text;
        var settings = change.PostTitle is { } title ? new Dictionary<string, string>(variant.Settings, StringComparer.Ordinal) { [PostOptions.TitleKey] = title } : variant.Settings;
        variant.Write(change.Text == Text ? null : change.Text, settings);
        variant.Mark(change.Text);
    }

    void MustChangeLive(Member by)
    {
        if (!CanBeChangedLiveBy(by))
            throw new NotAllowed($"{by.Person.Name} may not change this post where it is out.");
        MustHaveNetwork();
        MustBeOurs();
    }

    /// <summary>The rules of the network and of the brand hold for what is changed as for what is new.</summary>
    void MustBeFitLive(Delivery delivery, string text, string? title, Workspace workspace)
    {
        var variant = variants.Find(v => v.ChannelId == delivery.ChannelId) ?? throw new RuleBroken("NOT_TARGETED", "This post does not go to that channel.");
        var settings = title is null ? variant.Settings : new Dictionary<string, string>(variant.Settings, StringComparer.Ordinal) { [PostOptions.TitleKey] = title };
        var edit = AsEdit() with { Targets = [new PostEdit.Target(delivery.Channel, text, settings) { Tags = variant.Tags }] };
        var brand = workspace.BrandRules.Count == 0 ? [] : Data.BrandRules.BrandChecks.Of(workspace.BrandRules, edit, [.. labels.Select(l => l.LabelId)], BrandOverride);
        if (PostProblems.Of(edit, brand: brand).FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]);
    }
}

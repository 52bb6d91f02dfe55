using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Labels;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Sets;
using Planable.Data.Slots;
using Planable.Jobs.Connectors;
using Planable.Web.Http;
using Planable.Web.Labels;
using Planable.Web.Shared;

namespace Planable.Web.Posts;

/// <summary>The small changes to a form under work that a script makes in the page, for those without one: the next picture, a label, a set, a free slot.</summary>
public sealed class ComposerChanges(PlanableDb db, Current current, Composing composing, NetworkQuestions questions, TimeProvider clock, IStringLocalizer<Words> words)
{
    /// <summary>Those that were asked for.</summary>
    public IReadOnlyList<FreeSlot>? Slots { get; private set; }

    /// <param name="change">As the button says it: "up:id", "set:id", "slot".</param>
    /// <returns>What there is to say about it.</returns>
    public async Task<IReadOnlyList<string>> Make(string change, CancellationToken cancel)
    {
        var form = composing.Form;
        var notices = new List<string>();
        var (name, value) = change.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (change[..colon], change[(colon + 1)..]) : (change, "");
        switch (name)
        {
            case "up" or "down" or "remove" when Guid.TryParse(value, out var id) && form.Pictures.IndexOf(id) is >= 0 and var at:
                form.Pictures.RemoveAt(at);
                if (name != "remove")
                    form.Pictures.Insert(Math.Clamp(at + (name == "up" ? -1 : 1), 0, form.Pictures.Count), id);
                break;
            case "drop-tags" when Guid.TryParse(value, out var untagged):
                form.Options.Remove(PeopleTags.Key(untagged));
                break;
            case "move-tags" when value.Split(':') is [var from, var to] && Guid.TryParse(from, out var gone) && Guid.TryParse(to, out var taking) && form.Pictures.Contains(taking):
                form.Options = PeopleTags.Moved(form.Options.ToDictionary(o => o.Key, o => o.Value ?? "", StringComparer.Ordinal), gone, taking).ToDictionary(o => o.Key, o => (string?)o.Value, StringComparer.Ordinal);
                break;
            case "keep-alt" when Guid.TryParse(value, out var kept):
                form.Suggested.Remove(kept);
                break;
            case "set" when Guid.TryParse(value, out var chosen) && await TakeSet(chosen, cancel) is var (set, missing):
                notices.Add(words["Chosen as in the set {0}. The text stays.", set]);
                if (missing.Count > 0)
                    notices.Add(words["Not connected any more and left out: {0}", string.Join(", ", missing)]);
                break;
            case "save-set" when !string.IsNullOrWhiteSpace(form.SetName):
                notices.Add(words["Saved as the set {0}: channels and settings, not the text.", await SaveSet(form.SetName, cancel)]);
                break;
            case "label" when !string.IsNullOrWhiteSpace(form.NewLabel):
                await AddLabel(form.NewLabel, cancel);
                break;
            case "time" when DateTime.TryParseExact(value, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local):
                (form.When, form.Date, form.Time, form.Second) = (null, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), null);
                break;
            case "ask" when value.Split(':', 2) is [var account, var setting] && Guid.TryParse(account, out var channel):
                if (await Ask(channel, setting, cancel) is { } trouble)
                    notices.Add(words["Could not be asked: {0}", words[trouble].Value]);
                break;
            case "slot":
                Slots = await composing.TakeFreeSlots(cancel);
                break;
            case "mine" or "theirs" when composing.Post is { } post:
                var theirs = ComposerForm.Of(post);
                if (name == "theirs")
                    form.Take(value, theirs);
                form.Was[value] = theirs.Mark(value);
                break;
        }

        return notices;
    }

    /// <summary>Asks an account for the choices of a setting.</summary>
    /// <returns>Why it could not be asked; null if it answered.</returns>
    async Task<string?> Ask(Guid channelId, string setting, CancellationToken cancel)
    {
        if (await db.Channels.SingleOrDefaultAsync(c => c.Id == channelId, cancel) is not { } channel || Networks.Find(channel.Network)?.Settings.FirstOrDefault(s => s.Key == setting) is not { } asked || !questions.CanList(channel, asked))
            return null;
        var chosen = (composing.Form.Targets.GetValueOrDefault(channelId)?.Settings ?? []).ToDictionary(s => s.Key, s => s.Value ?? "", StringComparer.Ordinal);
        return asked.After is { } after && string.IsNullOrWhiteSpace(chosen.GetValueOrDefault(after)) ? null : (await questions.Choices(channel, asked, chosen, afresh: true, cancel)).Trouble;
    }

    /// <summary>Makes the label that was typed and puts it on the post.</summary>
    async Task AddLabel(string name, CancellationToken cancel)
    {
        var key = Label.KeyOf(name);
        var label = await db.Labels.SingleOrDefaultAsync(l => l.Key == key, cancel);
        if (label is null)
        {
            label = new Label(current.Member, name, composing.Labels.Count % Data.Workspaces.Workspace.Colours, clock.GetUtcNow());
            db.Labels.Add(label);
            await db.SaveChangesAsync(cancel);
            composing.Offer(new LabelChoice(label.Id, label.Name, label.Colour, IsChosen: true));
        }

        composing.Form.Labels.Add(label.Id);
        composing.Form.NewLabel = null;
    }

    /// <summary>Chooses the channels of a set, with its settings. What is written stays.</summary>
    /// <returns>Its name and the channels that are not there any more; null if there is no such set.</returns>
    async Task<(string Name, IReadOnlyList<string> Missing)?> TakeSet(Guid id, CancellationToken cancel)
    {
        if (await db.ChannelSets.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } set)
            return null;
        var missing = new List<string>();
        var targets = composing.Form.Targets;
        foreach (var target in targets.Values)
            target.On = false;
        foreach (var choice in set.Channels)
        {
            if (composing.Channels.FirstOrDefault(c => c.Id == choice.ChannelId && c.State != ChannelState.Disconnected) is not { } channel)
            {
                missing.Add(composing.Channels.FirstOrDefault(c => c.Id == choice.ChannelId)?.Name ?? choice.Name);
                continue;
            }

            if (!targets.TryGetValue(channel.Id, out var target))
                targets[channel.Id] = target = new ComposerForm.Target();
            target.On = true;
            target.Settings = target.Settings.Where(s => PostOptions.IsWords(s.Key)).Concat(choice.Settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).ToDictionary(StringComparer.Ordinal);
        }

        return (set.Name, missing);
    }

    /// <summary>Keeps the chosen channels and their settings under a name; a set of that name is replaced by whoever may.</summary>
    async Task<string> SaveSet(string name, CancellationToken cancel)
    {
        var chosen = composing.Edit().Targets.Select(t => new ChannelChoice(t.Channel.Id, t.Channel.Name, t.Settings ?? new Dictionary<string, string>())).ToList();
        var key = Label.KeyOf(name);
        var set = await db.ChannelSets.SingleOrDefaultAsync(s => s.Key == key, cancel);
        if (set is null)
            db.ChannelSets.Add(set = new ChannelSet(current.Member, name, chosen, clock.GetUtcNow()));
        else
            set.Edit(name, chosen, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        composing.Form.SetName = null;
        composing.Offer(new SetChoice(set.Id, set.Name));
        return set.Name;
    }
}

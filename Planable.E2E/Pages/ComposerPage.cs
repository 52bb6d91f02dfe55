using System.Globalization;
using System.Text.RegularExpressions;

namespace Planable.E2E.Pages;

public sealed partial class ComposerPage(IPage page) : Page(page)
{
    public ILocator Text => Browser.GetByLabel("Text for all channels");

    public ILocator When => Browser.GetByLabel("Type a date and time");

    public ILocator Schedule => Browser.GetByRole(AriaRole.Button, new() { NameRegex = ScheduleWords() });

    public ILocator Preview => Browser.GetByRole(AriaRole.Region, new() { Name = "Preview" });

    public ILocator Problems => Browser.GetByRole(AriaRole.Region, new() { Name = "Problems" });

    /// <summary>"Saved 14:02" and the like.</summary>
    public ILocator SaveState => Browser.Locator("[data-save-state]");

    public async Task Open(string workspace)
    {
        await Browser.GotoAsync($"/w/{workspace}/posts/new");
        await Expect(Text).ToBeVisibleAsync();
    }

    /// <summary>The label around the box: the box itself is drawn by it.</summary>
    public ILocator Channel(string name) => Browser.GetByRole(AriaRole.Group, new() { Name = "Channels" }).Locator("label").Filter(new() { HasText = name });

    public async Task Choose(string channel)
    {
        var box = Channel(channel).GetByRole(AriaRole.Checkbox);
        if (!await box.IsCheckedAsync())
            await Channel(channel).ClickAsync();
        await Expect(box).ToBeCheckedAsync();
    }

    public async Task Write(string text, params string[] channels)
    {
        foreach (var channel in channels)
            await Choose(channel);
        await Text.FillAsync(text);
    }

    public async Task At(DateTime local)
    {
        await Browser.GetByLabel("Date", new() { Exact = true }).FillAsync(local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await Browser.GetByLabel("Time", new() { Exact = true }).FillAsync(local.ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    public async Task AddPicture(string fileName, byte[] bytes, string alt)
    {
        await Browser.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = fileName, MimeType = "image/png", Buffer = bytes });
        await Browser.GetByLabel($"What {fileName} shows, in words").FillAsync(alt);
    }

    public Task SetLink(string address) => Browser.GetByLabel("Address for the link card").FillAsync(address);

    /// <summary>Presses the button and waits for the post's page.</summary>
    public async Task<PostPage> PressSchedule()
    {
        await Schedule.ClickAsync();
        return await Arrived();
    }

    public async Task<PostPage> PublishNow()
    {
        await Button("Other ways to finish").ClickAsync();
        await Button("Publish now").First.ClickAsync();
        await Browser.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        return await Arrived();
    }

    /// <summary>Of a post that is scheduled.</summary>
    public Task SaveChanges() => Button("Save changes").ClickAsync();

    /// <summary>What somebody else saved meanwhile, beside one's own.</summary>
    public ILocator Sides => Browser.GetByRole(AriaRole.Alert, new() { Name = "Changed by somebody else" });

    public Task KeepMine() => Button("Keep mine").ClickAsync();

    /// <summary>Somebody else's avatar in the head of the editor.</summary>
    public ILocator Here(string person) => Browser.GetByRole(AriaRole.Group, new() { Name = "Also here" }).GetByRole(AriaRole.Img, new() { Name = person });

    /// <summary>Somebody's name at a field.</summary>
    public ILocator Flag(string field, string person) => Browser.Locator($".ed-tw:has({field}) .here").Filter(new() { HasText = person });

    /// <summary>Sentences that two people changed at once.</summary>
    public ILocator Offers => Browser.GetByRole(AriaRole.Region, new() { Name = "Changed by two people" });

    /// <summary>Puts the caret behind words of the text.</summary>
    public Task CaretBehind(string words) => Text.EvaluateAsync("(field, words) => { field.focus(); const at = field.value.indexOf(words) + words.length; field.setSelectionRange(at, at); }", words);

    /// <summary>At the caret, key by key, as a person would.</summary>
    public Task Type(string words) => Browser.Keyboard.TypeAsync(words, new() { Delay = 25 });

    /// <summary>Marks words of the text and types others.</summary>
    public async Task Replace(string words, string by)
    {
        await Text.EvaluateAsync("(field, words) => { field.focus(); const at = field.value.indexOf(words); field.setSelectionRange(at, at + words.length); }", words);
        await Browser.Keyboard.TypeAsync(by);
    }

    /// <summary>Waits for the page that comes after it: autosave gives a new post its address before.</summary>
    public async Task SaveDraft()
    {
        await Button("Save draft").ClickAsync();
        await Expect(Flash).ToContainTextAsync("Saved as a draft");
    }

    // A form that was refused stands at the same address as the post.
    async Task<PostPage> Arrived()
    {
        var post = new PostPage(Browser);
        await Expect(post.WhatHappened).ToBeVisibleAsync();
        return post;
    }

    [GeneratedRegex("^Schedule")]
    private static partial Regex ScheduleWords();
}

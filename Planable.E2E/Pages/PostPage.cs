using System.Text.RegularExpressions;

namespace Planable.E2E.Pages;

public sealed partial class PostPage(IPage page) : Page(page)
{
    [GeneratedRegex("/w/[^/]+/posts/[0-9a-f-]{36}$")]
    public static partial Regex Address();

    public ILocator WhatHappened => Browser.GetByRole(AriaRole.Region, new() { Name = "What happened" });

    public ILocator Delivery(string channel) =>
        WhatHappened.GetByRole(AriaRole.Listitem).Filter(new() { HasText = channel }).First;

    public ILocator Permalink(string channel) => Delivery(channel).GetByRole(AriaRole.Link, new() { Name = "See it on the network" });

    /// <summary>Waits, without loading the page again, until the channel shows the post.</summary>
    public Task UntilPublished(string channel) =>
        Expect(Delivery(channel)).ToContainTextAsync("Published", new() { Timeout = 90_000 });
}

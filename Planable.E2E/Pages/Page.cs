namespace Planable.E2E.Pages;

/// <summary>What all pages have: the frame around them.</summary>
public abstract class Page(IPage page)
{
    public IPage Browser => page;

    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>What the last action came to.</summary>
    public ILocator Flash => page.Locator("#flash");

    public ILocator Undo => Flash.GetByRole(AriaRole.Button, new() { Name = "Undo" });

    protected ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}

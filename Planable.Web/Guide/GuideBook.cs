using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Planable.Web.Guide;

/// <param name="Name">In its address; empty for the first page.</param>
public sealed record GuideChapter(string Name, string Title);

/// <param name="Text">An operation with a name, and nothing around it.</param>
public sealed record GuideExample(string Name, string Title, string Text);

/// <summary>The guide for those who write programs: the pages of docs/api, as they lie in the repository. What they show is run by the tests.</summary>
public static partial class GuideBook
{
    /// <summary>Stands in the pages for the address they are read at.</summary>
    const string Placeholder = "https://planable.example";

    static readonly string[] Order = ["", "first-call", "reading", "writing", "uploading", "events", "webhooks", "limits"];

    static readonly MarkdownPipeline Rules = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).DisableHtml().Build();

    public static IReadOnlyList<GuideChapter> Chapters { get; } = [.. Order.Select(name => new GuideChapter(name, Text(name).Split('\n', 2)[0].TrimStart('#', ' ')))];

    /// <summary>Operations of the pages, for the explorer.</summary>
    public static IReadOnlyList<GuideExample> Examples { get; } =
        [.. Order.SelectMany(name => Operations().Matches(Text(name))).Select(m => new GuideExample(m.Groups["name"].Value, m.Groups["title"].Value, m.Groups["text"].Value.Trim()))];

    /// <param name="root">Where the guide is read.</param>
    /// <param name="address">Of this installation.</param>
    /// <returns>Null if there is no such chapter.</returns>
    public static string? Page(string name, string root, string address)
    {
        if (!Order.Contains(name, StringComparer.Ordinal))
            return null;
        var page = Markdown.Parse(Text(name).Replace(Placeholder, address, StringComparison.Ordinal), Rules);
        foreach (var link in page.Descendants<LinkInline>())
            link.Url = Led(link.Url ?? "", root);
        foreach (var code in page.Descendants<FencedCodeBlock>())
        {
            // What is wide is scrolled, by keyboard too.
            code.GetAttributes().AddClass("wire");
            code.GetAttributes().AddProperty("tabindex", "0");
        }

        using var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        Rules.Setup(renderer);
        renderer.ObjectRenderers.FindExact<CodeBlockRenderer>()!.OutputAttributesOnPre = true;
        renderer.Render(page);
        return html.ToString();
    }

    static string Led(string url, string root)
    {
        if (!url.Contains(".md", StringComparison.Ordinal) || url.Contains("://", StringComparison.Ordinal))
            return url;
        var (path, place) = url.Split('#') is [var before, var after] ? (before, "#" + after) : (url, "");
        var name = Path.GetFileNameWithoutExtension(path);
        return name == "api" ? root + place : $"{root}/{name}{place}";
    }

    static string Text(string name)
    {
        using var text = new StreamReader(typeof(GuideBook).Assembly.GetManifestResourceStream($"Guide.{(name.Length == 0 ? "api" : name)}.md")!);
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"```graphql\n# (?<title>[^\n]+)\n(?<text>(?:query|mutation|subscription) (?<name>\w+).*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Operations();
}

using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Planable.Jobs.Mail;

/// <summary>The plain-text part of a mail, made from its HTML: headings, paragraphs and links read in order.</summary>
static class PlainText
{
    static readonly HashSet<string> Blocks = ["P", "H1", "H2", "H3", "TABLE", "TR", "TD", "DIV", "UL", "OL", "LI", "BLOCKQUOTE", "HR"];
    static readonly HashSet<string> Silent = ["HEAD", "STYLE", "SCRIPT", "TITLE"];

    public static string From(string html)
    {
        var text = new StringBuilder();
        Append(text, new HtmlParser().ParseDocument(html).Body!);
        var lines = text.ToString().Split('\n').Select(l => l.Trim()).ToList();
        var result = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Length > 0 || (i > 0 && lines[i - 1].Length > 0))
                result.Append(lines[i]).Append('\n');
        }

        return result.ToString().Trim() + "\n";
    }

    static void Append(StringBuilder text, INode node)
    {
        switch (node)
        {
            case IText words:
                text.Append(System.Text.RegularExpressions.Regex.Replace(words.Data, @"\s+", " "));
                break;
            case IElement element when !Silent.Contains(element.TagName) && element.GetAttribute("data-plain") != "skip":
                AppendElement(text, element);
                break;
        }
    }

    static void AppendElement(StringBuilder text, IElement element)
    {
        if (element.TagName == "BR")
        {
            text.Append('\n');
            return;
        }

        if (element.TagName == "IMG")
        {
            if (element.GetAttribute("alt") is { Length: > 0 } alt)
                text.Append('[').Append(alt).Append(']');
            return;
        }

        var isBlock = Blocks.Contains(element.TagName);
        if (isBlock)
            text.Append("\n\n");
        if (element.TagName == "LI")
            text.Append("- ");
        foreach (var child in element.ChildNodes)
            Append(text, child);
        if (element.TagName == "A" && element.GetAttribute("href") is { } href && href != element.TextContent.Trim())
            text.Append(": ").Append(href);
        if (isBlock)
            text.Append("\n\n");
    }
}

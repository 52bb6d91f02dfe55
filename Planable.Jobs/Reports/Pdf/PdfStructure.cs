using System.Globalization;
using System.Text;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>Writes the tags of a document, and the table that leads from marks on pages back to them.</summary>
internal sealed class PdfStructure
{
    readonly PdfOutput output;
    readonly int number;
    readonly PdfTag root;
    readonly List<PdfPage> pages;
    readonly List<PdfLink> links;

    public PdfStructure(PdfOutput output, int number, PdfTag root, List<PdfPage> pages)
    {
        (this.output, this.number, this.root, this.pages) = (output, number, root, pages);
        Number(root);
        links = [.. pages.SelectMany(p => p.Links)];
        for (var i = 0; i < links.Count; i++) (links[i].Number, links[i].Parent) = (output.Reserve(), pages.Count + i);
    }

    public void Write()
    {
        Write(root, number);
        var table = new StringBuilder();
        foreach (var page in pages)
            table.Append(CultureInfo.InvariantCulture, $"{page.Index}[{string.Join(' ', page.Marked.Select(t => Reference(t.Number)))}]");
        foreach (var link in links)
            if (link.Tag is { } tag) table.Append(CultureInfo.InvariantCulture, $"{link.Parent} {tag.Number} 0 R ");
        output.Put(number, string.Create(CultureInfo.InvariantCulture, $"<</Type/StructTreeRoot/K {root.Number} 0 R/ParentTree<</Nums[{table}]>>/ParentTreeNextKey {pages.Count + links.Count}>>"));
    }

    void Number(PdfTag tag)
    {
        tag.Number = output.Reserve();
        foreach (var kid in tag.Kids.OfType<PdfTag>())
            if (!kid.Empty) Number(kid);
    }

    void Write(PdfTag tag, int parent)
    {
        var kids = new StringBuilder();
        foreach (var kid in tag.Kids)
            switch (kid)
            {
                case PdfTag { Empty: false } inner: kids.Append(CultureInfo.InvariantCulture, $"{inner.Number} 0 R "); break;
                case PdfTag.MarkedContent content: kids.Append(CultureInfo.InvariantCulture, $"<</Type/MCR/Pg {content.Page.Number} 0 R/MCID {content.Id}>>"); break;
                case PdfLink link: kids.Append(CultureInfo.InvariantCulture, $"<</Type/OBJR/Obj {link.Number} 0 R>>"); break;
            }
        output.Put(tag.Number, string.Create(CultureInfo.InvariantCulture, $"<</Type/StructElem/S/{tag.Kind}/P {parent} 0 R/K[{kids}]{Facts(tag)}>>"));
        foreach (var kid in tag.Kids.OfType<PdfTag>())
            if (!kid.Empty) Write(kid, tag.Number);
    }

    static string Facts(PdfTag tag)
    {
        var facts = "";
        if (tag.Alternative is { } words) facts += "/Alt" + PdfOutput.Text(words);
        if (tag.Actual is { } actual) facts += "/ActualText" + PdfOutput.Text(actual);
        if (tag.Language is { } language) facts += "/Lang" + PdfOutput.Text(language);
        var attributes = "";
        if (tag.Scope is { } scope) attributes += $"/Scope/{scope}";
        if (tag.ColumnSpan > 1) attributes += string.Create(CultureInfo.InvariantCulture, $"/ColSpan {tag.ColumnSpan}");
        if (attributes.Length > 0) facts += $"/A<</O/Table{attributes}>>";
        else if (tag.Box is { } box) facts += $"/A<</O/Layout/Placement/Block/BBox[{PdfOutput.Number(box.Left)} {PdfOutput.Number(box.Bottom)} {PdfOutput.Number(box.Right)} {PdfOutput.Number(box.Top)}]>>";
        return facts;
    }

    static string Reference(int number) => string.Create(CultureInfo.InvariantCulture, $"{number} 0 R");
}

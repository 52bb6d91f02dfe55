using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports.Composition.Elements;

/// <summary>A part of the structure: a heading, a section, a figure, a list. Over several pages it stays one.</summary>
internal sealed class Tagged(string kind, string? alternative = null, string? language = null) : Container
{
    PdfTag? tag;

    public override bool KeepsWithNext => kind is ['H', >= '1' and <= '6'] || base.KeepsWithNext;

    public override void Draw(Scene scene, double width, double height)
    {
        if (scene.Ignored)
        {
            base.Draw(scene, width, height);
            return;
        }
        var outer = scene.Tag;
        scene.Tag = tag ??= outer.Add(kind);
        (tag.Alternative, tag.Language) = (alternative, language);
        if (kind == "Figure") DrawFigure(scene, width, height);
        else base.Draw(scene, width, height);
        scene.Tag = outer;
    }

    public override void Reset()
    {
        tag = null;
        base.Reset();
    }

    // All of a figure is one content: its labels are told by the words that stand for it.
    void DrawFigure(Scene scene, double width, double height)
    {
        var ((left, top), (_, bottom)) = (scene.Page.Placed(0, 0), scene.Page.Placed(0, height));
        tag!.Box = (left, bottom, left + width, top);
        scene.Content(tag, () =>
        {
            scene.Ignored = true;
            base.Draw(scene, width, height);
            scene.Ignored = false;
        });
    }
}

/// <summary>Decoration, or words that repeat what is told elsewhere.</summary>
internal sealed class IgnoredPart(string? kind = null) : Container
{
    public override void Draw(Scene scene, double width, double height)
    {
        var outer = scene.Ignored;
        if (!outer) scene.Page.BeginArtifact(kind);
        scene.Ignored = true;
        base.Draw(scene, width, height);
        scene.Ignored = outer;
        if (!outer) scene.Page.End();
    }
}

/// <summary>A place links lead to, and with a title an entry among the bookmarks.</summary>
internal sealed class Place(string name, string? title, int level) : Container
{
    bool named;

    public override void Draw(Scene scene, double width, double height)
    {
        var top = scene.Page.Origin.Y;
        if (!named) scene.Document.AddPlace(name, scene.Page, top);
        if (!named && title is not null) scene.Document.AddOutline(title, level, scene.Page, top);
        named = true;
        base.Draw(scene, width, height);
    }
}

/// <summary>The whole of its child leads to an address or a place.</summary>
internal sealed class Linked(string? address, string? place, string words) : Container
{
    public override void Draw(Scene scene, double width, double height)
    {
        var outer = scene.Tag;
        var tag = scene.Ignored ? null : outer.Add("Link");
        scene.Tag = tag ?? outer;
        base.Draw(scene, width, height);
        scene.Tag = outer;
        scene.Page.Link(0, 0, width, height, address, place, words, tag);
    }
}

internal sealed class Picture(PdfImage image, bool cover) : Element
{
    public override Fit Measure(Scene scene, double width, double height)
    {
        if (cover && height < double.MaxValue / 8) return new(Share.Whole, width, height);
        var tall = width * image.Height / image.Width;
        return tall <= height + Slack ? new(Share.Whole, width, tall) : new(Share.Whole, height * image.Width / image.Height, height);
    }

    public override void Draw(Scene scene, double width, double height)
    {
        var scale = cover ? Math.Max(width / image.Width, height / image.Height) : Math.Min(width / image.Width, height / image.Height);
        var (broad, tall) = (image.Width * scale, image.Height * scale);
        if (!cover)
        {
            scene.Page.Image(image, scene.RightToLeft ? width - broad : 0, 0, broad, tall);
            return;
        }
        scene.Page.Image(image, (width - broad) / 2, (height - tall) / 2, broad, tall, (width, height));
    }
}

/// <summary>Free drawing of a given height, over the width there is.</summary>
internal sealed class Canvas(double height, Action<DrawingArea> draw) : Element
{
    public override Fit Measure(Scene scene, double width, double available) => height > available + Slack ? Fit.None : new(Share.Whole, width, height);

    public override void Draw(Scene scene, double width, double available) => draw(new(scene, width, height));
}

using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports.Composition.Elements;

internal sealed class Padding(double left, double top, double right, double bottom) : Container
{
    public override Fit Measure(Scene scene, double width, double height)
    {
        if (width < left + right || height + Slack < top + bottom) return Fit.None;
        var fit = base.Measure(scene, width - left - right, height - top - bottom);
        return fit.Share == Share.None ? fit : new(fit.Share, fit.Width + left + right, fit.Height + top + bottom);
    }

    public override void Draw(Scene scene, double width, double height) =>
        scene.At(scene.RightToLeft ? right : left, top, () => base.Draw(scene, width - left - right, height - top - bottom));
}

/// <summary>Limits of width and height.</summary>
internal sealed class Size(double? minWidth = null, double? maxWidth = null, double? minHeight = null, double? maxHeight = null) : Container
{
    public override Fit Measure(Scene scene, double width, double height)
    {
        if (minWidth > width + Slack || minHeight > height + Slack) return Fit.None;
        var fit = base.Measure(scene, Math.Min(width, maxWidth ?? width), Math.Min(height, maxHeight ?? height));
        if (fit.Share == Share.None) return fit;
        return new(fit.Share, Math.Max(fit.Width, minWidth ?? 0), Math.Max(fit.Height, minHeight ?? 0));
    }

    public override void Draw(Scene scene, double width, double height)
    {
        var own = Math.Min(width, maxWidth ?? width);
        scene.At(scene.RightToLeft ? width - own : 0, 0, () => base.Draw(scene, own, Math.Min(height, maxHeight ?? height)));
    }
}

/// <summary>Where a child stands in the space it does not fill; without a word for a direction it fills it. 0 is the start, 1 the end.</summary>
internal sealed class Alignment : Container
{
    public double? Across { get; set; }
    public double? Down { get; set; }

    public override void Draw(Scene scene, double width, double height)
    {
        var fit = Measure(scene, width, height);
        if (fit.Share == Share.None) return;
        var own = Across is null ? width : Math.Min(fit.Width, width);
        var tall = Down is null ? height : Math.Min(fit.Height, height);
        var start = (width - own) * (Across ?? 0);
        scene.At(scene.RightToLeft ? width - own - start : start, (height - tall) * (Down ?? 0), () => base.Draw(scene, own, tall));
    }
}

internal sealed class Background(Colour colour) : Container
{
    public override void Draw(Scene scene, double width, double height)
    {
        scene.Page.Fill(0, 0, width, height, colour);
        base.Draw(scene, width, height);
    }
}

internal sealed class Border(double left, double top, double right, double bottom, Colour colour) : Container
{
    // The lines lie inside the box, and take no room from the child: padding does that.
    public override void Draw(Scene scene, double width, double height)
    {
        base.Draw(scene, width, height);
        if (top > 0) scene.Page.Fill(0, 0, width, top, colour);
        if (bottom > 0) scene.Page.Fill(0, height - bottom, width, bottom, colour);
        if (left > 0) scene.Page.Fill(scene.RightToLeft ? width - left : 0, 0, left, height, colour);
        if (right > 0) scene.Page.Fill(scene.RightToLeft ? 0 : width - right, 0, right, height, colour);
    }
}

/// <summary>Stays on one page where that is possible at all.</summary>
internal sealed class ShowEntire : Container
{
    public override Fit Measure(Scene scene, double width, double height) =>
        base.Measure(scene, width, height) is var fit && (fit.Share == Share.Whole || scene.Forced) ? fit : Fit.None;
}

/// <summary>Begins only where at least so much height is left.</summary>
internal sealed class EnsureSpace(double least) : Container
{
    public override Fit Measure(Scene scene, double width, double height) =>
        base.Measure(scene, width, height) is var fit && (fit.Share == Share.Whole || scene.Forced || height + Slack >= least) ? fit : Fit.None;
}

/// <summary>Takes all the room there is.</summary>
internal sealed class Extend(bool across, bool down) : Container
{
    public override Fit Measure(Scene scene, double width, double height) =>
        base.Measure(scene, width, height) is { Share: not Share.None } fit ? fit with { Width = across ? width : fit.Width, Height = down ? height : fit.Height } : Fit.None;
}

internal sealed class AspectRatio(double ratio) : Container
{
    public override Fit Measure(Scene scene, double width, double height) => width / ratio > height + Slack ? Fit.None : new(Share.Whole, width, width / ratio);

    public override void Draw(Scene scene, double width, double height) => base.Draw(scene, width, width / ratio);
}

internal sealed class Direction(bool rightToLeft) : Container
{
    public override Fit Measure(Scene scene, double width, double height) => Turned(scene, () => base.Measure(scene, width, height));

    public override void Draw(Scene scene, double width, double height) => Turned(scene, () =>
    {
        base.Draw(scene, width, height);
        return Fit.Empty;
    });

    Fit Turned(Scene scene, Func<Fit> act)
    {
        var before = scene.RightToLeft;
        scene.RightToLeft = rightToLeft;
        var fit = act();
        scene.RightToLeft = before;
        return fit;
    }
}

internal sealed class StyledText(TextStyle style) : Container
{
    public override Fit Measure(Scene scene, double width, double height)
    {
        var before = scene.Style;
        scene.Style = style.Over(before);
        var fit = base.Measure(scene, width, height);
        scene.Style = before;
        return fit;
    }

    public override void Draw(Scene scene, double width, double height)
    {
        var before = scene.Style;
        scene.Style = style.Over(before);
        base.Draw(scene, width, height);
        scene.Style = before;
    }
}

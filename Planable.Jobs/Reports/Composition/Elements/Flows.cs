namespace Planable.Jobs.Reports.Composition.Elements;

/// <summary>Elements below each other, over as many pages as they need.</summary>
internal sealed class Column(double spacing, List<Container> items) : Element
{
    int first;

    public override Fit Measure(Scene scene, double width, double height)
    {
        var (broad, used) = (0d, 0d);
        for (var i = first; i < items.Count; i++)
        {
            var fit = Next(scene, width, height, used, i);
            if (fit.Share == Share.None) return i == first ? Fit.None : new(Share.Part, broad, used);
            broad = Math.Max(broad, fit.Width);
            used += fit.Height + Gap(used, fit);
            if (fit.Share == Share.Part) return new(Share.Part, broad, used);
        }
        return new(Share.Whole, broad, used);
    }

    public override void Draw(Scene scene, double width, double height)
    {
        var (used, start) = (0d, first);
        while (first < items.Count)
        {
            var fit = Next(scene, width, height, used, first, start);
            if (fit.Share == Share.None) return;
            var top = used + Gap(used, fit);
            scene.At(0, top, () => items[first].Draw(scene, width, fit.Height));
            if (fit.Share == Share.Part) return;
            used = top + fit.Height;
            first++;
        }
    }

    public override void Reset()
    {
        first = 0;
        foreach (var item in items) item.Reset();
    }

    Fit Next(Scene scene, double width, double height, double used, int i, int? start = null)
    {
        var left = height - used - (used > 0 ? spacing : 0);
        if (left < -Slack) return Fit.None;
        var fit = items[i].Measure(scene, width, left);
        if (fit.Share == Share.Whole && items[i].KeepsWithNext && i + 1 < items.Count && i > (start ?? first) && !scene.Forced
            && items[i + 1].Measure(scene, width, left - fit.Height - spacing).Share == Share.None)
            return Fit.None;
        return fit;
    }

    double Gap(double used, Fit fit) => used > 0 && fit.Height > 0 ? spacing : 0;
}

/// <summary>The width of a column of a row or table: points, a share of what is left, or what the content needs.</summary>
internal readonly record struct Span(double? Constant, double? Relative)
{
    public static double[] Divide(IReadOnlyList<Span> spans, double width, Func<int, double> needed)
    {
        var widths = new double[spans.Count];
        for (var i = 0; i < widths.Length; i++) widths[i] = spans[i].Constant ?? (spans[i].Relative is null ? needed(i) : 0);
        var (left, shares) = (width - widths.Sum(), spans.Sum(s => s.Relative ?? 0));
        for (var i = 0; i < widths.Length; i++) if (spans[i].Relative is { } share) widths[i] = Math.Max(0, left * share / shares);
        return widths;
    }
}

/// <summary>Elements beside each other, mirrored where text runs from right to left.</summary>
internal sealed class Row(double spacing, List<(Span Span, Container Item)> items) : Element
{
    readonly bool[] done = new bool[items.Count];

    public override Fit Measure(Scene scene, double width, double height)
    {
        var widths = Widths(scene, width);
        var (tall, part) = (0d, false);
        for (var i = 0; i < items.Count; i++)
        {
            if (done[i]) continue;
            var fit = items[i].Item.Measure(scene, widths[i], height);
            if (fit.Share == Share.None) return Fit.None;
            tall = Math.Max(tall, fit.Height);
            part |= fit.Share == Share.Part;
        }
        return new(part ? Share.Part : Share.Whole, items.Any(i => i.Span.Relative is not null) ? width : widths.Sum() + spacing * (items.Count - 1), tall);
    }

    public override void Draw(Scene scene, double width, double height)
    {
        var (widths, x) = (Widths(scene, width), 0d);
        for (var i = 0; i < items.Count; i++)
        {
            var at = scene.RightToLeft ? width - x - widths[i] : x;
            x += widths[i] + spacing;
            if (done[i]) continue;
            var fit = items[i].Item.Measure(scene, widths[i], height);
            if (fit.Share == Share.None) continue;
            scene.At(at, 0, () => items[i].Item.Draw(scene, widths[i], height));
            done[i] = fit.Share == Share.Whole;
        }
    }

    public override void Reset()
    {
        Array.Clear(done);
        foreach (var (_, item) in items) item.Reset();
    }

    double[] Widths(Scene scene, double width) =>
        Span.Divide([.. items.Select(i => i.Span)], width - spacing * (items.Count - 1), i => Math.Min(width, items[i].Item.Measure(scene, width, double.MaxValue / 4).Width));
}

/// <summary>Elements over each other; the main one gives the size.</summary>
internal sealed class Layers(List<(bool Main, Container Item)> items) : Element
{
    public override Fit Measure(Scene scene, double width, double height) => items.Find(i => i.Main).Item.Measure(scene, width, height);

    public override void Draw(Scene scene, double width, double height)
    {
        foreach (var (_, item) in items) item.Draw(scene, width, height);
    }

    public override void Reset()
    {
        foreach (var (_, item) in items) item.Reset();
    }
}

/// <summary>What comes after begins a new page.</summary>
internal sealed class PageBreak : Element
{
    bool broken;

    public override Fit Measure(Scene scene, double width, double height) => broken ? Fit.Empty : new(Share.Part, 0, 0);

    public override void Draw(Scene scene, double width, double height) => broken = true;

    public override void Reset() => broken = false;
}

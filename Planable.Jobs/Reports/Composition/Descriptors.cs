using Planable.Jobs.Reports.Composition.Elements;

namespace Planable.Jobs.Reports.Composition;

/// <summary>Elements below each other.</summary>
public sealed class ColumnDescriptor
{
    readonly List<Container> items = [];
    double spacing;

    public void Spacing(double points) => spacing = points;

    public IContainer Item()
    {
        items.Add(new Container());
        return items[^1];
    }

    internal Element Element() => new Column(spacing, items);
}

/// <summary>Elements beside each other, from where lines begin.</summary>
public sealed class RowDescriptor
{
    readonly List<(Span, Container)> items = [];
    double spacing;

    public void Spacing(double points) => spacing = points;

    public IContainer ConstantItem(double points) => Add(new(points, null));

    public IContainer RelativeItem(double share = 1) => Add(new(null, share));

    public IContainer AutoItem() => Add(new(null, null));

    internal Element Element() => new Row(spacing, items);

    Container Add(Span span)
    {
        var item = new Container();
        items.Add((span, item));
        return item;
    }
}

/// <summary>Elements over each other, in the order they are painted.</summary>
public sealed class LayersDescriptor
{
    readonly List<(bool, Container)> items = [];

    public IContainer Layer() => Add(main: false);

    /// <summary>The one whose size counts.</summary>
    public IContainer PrimaryLayer() => Add(main: true);

    internal Element Element() => items.Count(i => i.Item1) == 1 ? new Layers(items) : throw new InvalidOperationException("Layers need one primary layer: its size is theirs.");

    Container Add(bool main)
    {
        var item = new Container();
        items.Add((main, item));
        return item;
    }
}

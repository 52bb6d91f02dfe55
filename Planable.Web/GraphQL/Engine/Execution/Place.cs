namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>An object or list in the response: where its bytes are, and what becomes of it when a null must climb.</summary>
sealed class Place(Place? parent, Selection? selection, int index, bool nonNull, int start)
{
    public Place? Parent { get; } = parent;
    public bool NonNull { get; } = nonNull;
    public int Start { get; } = start;
    public int End { get; set; } = -1;
    public bool Nulled { get; set; }

    public bool IsDead
    {
        get
        {
            for (var place = this; place is not null; place = place.Parent)
            {
                if (place.Nulled)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The path to a field of this object, or to an item of this list.</summary>
    public IReadOnlyList<object> PathTo(Selection field, int item)
    {
        var path = new List<object> { item >= 0 ? item : field.ResponseName };
        for (var place = this; place.Selection is not null; place = place.Parent!)
            path.Add(place.Index >= 0 ? place.Index : place.Selection.ResponseName);
        path.Reverse();
        return path;
    }

    Selection? Selection { get; } = selection;
    int Index { get; } = index;
}

/// <summary>A value that was not there when its turn to be written came. What arrives later is written further on, and put in its place at the end.</summary>
sealed class Hole(int position, Place owner, Selection selection)
{
    public int Position { get; } = position;
    public Place Owner { get; } = owner;
    public Selection Selection { get; } = selection;
    public int ContentStart { get; set; }
    public int ContentEnd { get; set; }

    /// <summary>The bytes around it were taken back; its value is waited for, and forgotten.</summary>
    public bool IsDropped { get; set; }
}

namespace Planable.Jobs.Reports.Charts;

/// <summary>Keeps words apart.</summary>
internal static class LabelPlaces
{
    /// <summary>Heights at least so far apart, as near to the wanted ones as they can be, moved upwards from the lowest.</summary>
    public static double[] Spread(IReadOnlyList<double> wanted, double gap, double lowest, double highest)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderByDescending(i => wanted[i]).ToList();
        var places = new double[wanted.Count];
        var free = lowest;
        foreach (var i in order)
        {
            places[i] = Math.Min(wanted[i], free);
            free = places[i] - gap;
        }
        // More labels than room: they start below and share what there is.
        if (order.Count > 0 && places[order[^1]] < highest)
            for (var i = 0; i < order.Count; i++) places[order[i]] = lowest - (lowest - highest) * (order.Count == 1 ? 0 : (double)i / (order.Count - 1));
        return places;
    }

    /// <summary>The labels along an axis that have room; the first and the last come before those between.</summary>
    public static IEnumerable<int> Fitting(IReadOnlyList<(double Middle, double Width)> labels, double gap)
    {
        var kept = new List<int>();
        foreach (var i in (IEnumerable<int>)[0, labels.Count - 1, .. Enumerable.Range(1, Math.Max(0, labels.Count - 2))])
            if (i >= 0 && i < labels.Count && !kept.Contains(i) && kept.TrueForAll(k => Math.Abs(labels[k].Middle - labels[i].Middle) >= (labels[k].Width + labels[i].Width) / 2 + gap))
                kept.Add(i);
        return kept.Order();
    }
}

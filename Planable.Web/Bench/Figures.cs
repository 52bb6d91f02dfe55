using System.Globalization;

namespace Planable.Web.Bench;

/// <summary>Prints one line a figure, "name value unit", and keeps whether every bar was met.</summary>
sealed class Figures
{
    public bool AllMet { get; private set; } = true;

    public void Tell(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.###} {unit}"));

    public void AtLeast(string name, double value, string unit, double bar) => Judge(name, value, unit, value >= bar, ">=", bar);

    public void AtMost(string name, double value, string unit, double bar) => Judge(name, value, unit, value <= bar, "<=", bar);

    void Judge(string name, double value, string unit, bool met, string sign, double bar)
    {
        AllMet &= met;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.###} {unit}  bar {sign} {bar} {(met ? "met" : "MISSED")}"));
    }
}

namespace Planable.Jobs.Reports.Composition;

/// <summary>A place for one element. What a report calls on it are the verbs of <see cref="ContainerVerbs"/>.</summary>
public interface IContainer
{
    internal Element? Child { get; set; }
}

/// <summary>An element around another one: by itself it changes nothing.</summary>
internal class Container : Element, IContainer
{
    public Element? Child { get; set; }

    public override bool KeepsWithNext => Child?.KeepsWithNext ?? false;

    public override Fit Measure(Scene scene, double width, double height) => Child?.Measure(scene, width, height) ?? Fit.Empty;

    public override void Draw(Scene scene, double width, double height) => Child?.Draw(scene, width, height);

    public override void Reset() => Child?.Reset();
}

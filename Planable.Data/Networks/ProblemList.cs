namespace Planable.Data.Networks;

/// <summary>One check under way: the question, the limits that hold for it, and the problems found so far.</summary>
internal sealed class ProblemList(Network network, VariantContent content)
{
    private readonly List<Problem> problems = [];

    public Network Network => network;

    public VariantContent Content => content;

    public PostType Type { get; } = content.EffectiveType;

    public IReadOnlyDictionary<string, long> Limits { get; } = network.LimitsFor(content.EffectiveType);

    public IReadOnlyList<Problem> All => problems;

    public void Block(string code, string target, string words, params object[] arguments) =>
        problems.Add(new Problem(code, words, arguments, target, content.ChannelId, Blocks: true));

    public void Hint(string code, string target, string words, params object[] arguments) =>
        problems.Add(new Problem(code, words, arguments, target, content.ChannelId, Blocks: false));

    /// <summary>By how much a value is over a limit; null if it is not, or if the network has no such limit.</summary>
    public long? Excess(string limit, long value) => Limits.TryGetValue(limit, out var most) && value > most ? value - most : null;

    /// <summary>By how much a value stays under a least value; null if it does not, or if the network has no such limit.</summary>
    public long? Below(string limit, long value) => Limits.TryGetValue(limit, out var least) && value < least ? least - value : null;
}

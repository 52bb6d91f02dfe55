using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Analytics;
using Planable.Data.Networks;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Analytics;

/// <param name="Before">Words before those that lead somewhere.</param>
/// <param name="Linked">Null if there is nowhere to go.</param>
public sealed record SaidClause(string Before, string? Linked, string? Link, string After);

/// <summary>What changed, in a reader's words.</summary>
public sealed class ChangeWords(IStringLocalizer<Words> words, NumberWords numbers)
{
    public IEnumerable<SaidClause> Say(Metric metric, IEnumerable<Clause> clauses) => clauses.Select(c => Say(metric, c));

    SaidClause Say(Metric metric, Clause clause)
    {
        var name = numbers.Name(metric);
        var change = metric.Kind == MetricKind.Rate ? words["{0} points", Tenths(clause.Number)].Value : NumberWords.Percent(clause.Number);
        return clause.Kind switch
        {
            ClauseKind.TooLittle => Plain(words["Too little is known to say what changed: {0} of {1} channel days were read.", clause.Number, clause.Other]),
            ClauseKind.NothingBefore => Plain(words["There are no figures of the days before to compare with."]),
            ClauseKind.Grew => Plain(words["{0} grew by {1}.", name, change]),
            ClauseKind.Fell => Plain(words["{0} fell by {1}.", name, change]),
            ClauseKind.Same => Plain(words["{0} is about what it was before.", name]),
            ClauseKind.Channel => Around(words["{0} of the difference is from {{0}}.", NumberWords.Percent(clause.Number).Replace(CultureInfo.CurrentCulture.NumberFormat.PercentDecimalSeparator + "0", "", StringComparison.Ordinal)], clause.Name!, clause.Link),
            ClauseKind.Against => Around(words[clause.Number > 0 ? "{{0}} grew by {0}." : "{{0}} lost {0}.", NumberWords.Percent(Math.Abs(clause.Number))], clause.Name!, clause.Link),
            ClauseKind.MorePosts => Around(words["{{0}} went out, against {0} before.", clause.Other], Posts(clause.Number, clause.Name!), clause.Link),
            ClauseKind.FewerPosts => Around(words["Only {0} of its kind went out, against {{0}} before.", clause.Number], Posts(clause.Other, clause.Name!), clause.Link),
            _ => Around(words["One post alone brought {0}: {{0}}.", clause.Number.ToString("N0", CultureInfo.CurrentCulture)], $"“{PostPage.TitleOf(clause.Name!)}”", clause.Link),
        };
    }

    /// <summary>"6 posts with a video".</summary>
    string Posts(double count, string type)
    {
        var kind = Enum.Parse<PostType>(type);
        return count == 1 ? words["one post of the type {0}", numbers.Name(kind)] : words["{0} posts of the type {1}", count, numbers.Name(kind)];
    }

    static SaidClause Plain(string said) => new(said, null, null, "");

    static SaidClause Around(string said, string linked, string? link)
    {
        var at = said.IndexOf("{0}", StringComparison.Ordinal);
        return new(said[..at], linked, link, said[(at + 3)..]);
    }

    static string Tenths(double value) => value.ToString("N1", CultureInfo.CurrentCulture);
}

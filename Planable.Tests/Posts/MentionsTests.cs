using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

/// <summary>Who is meant by the @names of a text.</summary>
public class MentionsTests
{
    static readonly Mention Ann = new("ann.lee", "U1", "Ann Lee");

    [Theory]
    [InlineData("Thanks @ann.lee, @bob_1!", "ann.lee|bob_1")]
    [InlineData("@a@far.example. And @b-c (@d)", "a@far.example|b-c|d")]
    [InlineData("a@b.example https://x.example/@me @@ @", "")]
    [InlineData("@Ann @ann", "Ann")]
    public void Names_are_told_from_addresses_and_ends_of_sentences(string text, string handles) =>
        Assert.Equal(handles, string.Join('|', Mentions.Handles(text)));

    [Fact]
    public void A_text_is_cut_where_somebody_chosen_stands_and_nowhere_else()
    {
        Assert.Equal([new("Hi ", null), new("@Ann.Lee", Ann), new(", @ann and ", null), new("@ann.lee", Ann)], Mentions.Runs("Hi @Ann.Lee, @ann and @ann.lee", [Ann]));
        Assert.Equal([new("Hi @ann", null)], Mentions.Runs("Hi @ann", [Ann]));
        Assert.Equal([new("", null)], Mentions.Runs("", [Ann]));
        Assert.Equal("<hi> [U1]!", Mentions.Written("hi @ann.lee!", [Ann], w => w == "hi " ? "<hi> " : w, m => $"[{m.Id}]"));
    }

    [Fact]
    public void They_are_kept_among_the_settings_line_by_line()
    {
        var settings = new Dictionary<string, string> { [Mentions.Key] = Mentions.Write([Ann, new("bob", "urn:li:organization:7", "Bob\nField")]) + "\nbroken\n" };
        Assert.Equal([Ann, new("bob", "urn:li:organization:7", "Bob Field")], Mentions.In(settings));
        Assert.Empty(Mentions.In(null));
    }

    [Fact]
    public void They_belong_to_the_version_and_to_copies_and_networks_rules_do_not_mind_them()
    {
        var pia = A.Member(Data.Members.Role.Publisher);
        var slack = A.Channel(network: "slack");
        var post = A.Post(pia, "Thanks @ann.lee", slack);
        var before = post.Cut(pia, A.Monday);
        post.Edit(new PostEdit(post.Text, null, [new PostEdit.Target(slack, null, new Dictionary<string, string> { [Mentions.Key] = Mentions.Write([Ann]) })], []), pia, A.Monday);
        var after = post.Cut(pia, A.Monday);
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal([Ann], Mentions.In(after.Content.SettingsFor(slack.Id)));
        Assert.Empty(PostProblems.Of(post));
        Assert.Equal([Ann], Mentions.In(post.Duplicate(A.Workspace(), pia, A.Monday).Variants.Single().Settings));
        post.Restore(before, [slack], [], pia, A.Monday);
        Assert.Empty(Mentions.In(post.Variants.Single().Settings));
        Assert.Empty(PostOptions.WithoutWords(new Dictionary<string, string> { [Mentions.Key] = "x" }));
    }
}

using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.BrandRules;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.BrandRules;

public class BrandRulesTests
{
    [Theory]
    [InlineData("The CHEAPEST cup in town", "cheap*", "CHEAPEST")]
    [InlineData("Not #cheap at all", "cheap", "cheap")]
    [InlineData("Nothing but\n low  cost here", "low cost", "low  cost")]
    [InlineData("100 % organic.", "100 %", "100 %")]
    [InlineData("Cheapside is a street", "cheap", null)]
    [InlineData("Schön ist nicht schon", "schon", "schon")]
    [InlineData("caf\u0065\u0301", "café", "café")]
    public void Whole_words_are_found_whatever_their_capitals_and_blanks(string text, string word, string? found)
    {
        var checks = BrandChecks.Of([Rule(BrandRuleKind.Words, word)], text, null, [], [], [], null);
        Assert.Equal(found, checks.Single().Findings.SingleOrDefault()?.Words);
        Assert.Equal(found is not null, checks.Single().Blocks);
    }

    [Theory]
    [InlineData("See https://bit.ly/x", "bit.ly")]
    [InlineData("See HTTP://www.Bit.ly", "bit.ly")]
    [InlineData("See go.bit.ly/x and more", "go.bit.ly")]
    [InlineData("See notbit.ly or bit.ly.example.com", null)]
    [InlineData("Write to me@bit.ly", null)]
    public void A_forbidden_domain_is_found_with_its_subdomains_and_nothing_that_only_looks_like_it(string text, string? found) =>
        Assert.Equal(found, BrandChecks.Of([Rule(BrandRuleKind.Links, "https://www.bit.ly/")], text, null, [], [], [], null).Single().Findings.SingleOrDefault()?.Words);

    [Fact]
    public void Where_only_some_domains_are_allowed_the_card_counts_too()
    {
        var rule = BrandRule.Of(Guid.NewGuid(), new BrandRuleDraft(BrandRuleKind.Links, true, "Own site", "acme.example", [], OnlyThese: true), "Olga", A.Monday);
        Assert.Empty(Found("https://acme.example/a https://shop.acme.example e.g. this", null));
        Assert.Equal(["rival.example"], Found("https://acme.example", "https://rival.example/x"));
        Assert.Equal(["rival.example"], Found("https://user@rival.example", null));

        IEnumerable<string> Found(string text, string? link) => BrandChecks.Of([rule], text, link, [], [], [], null).Single().Findings.Select(f => f.Words);
    }

    [Fact]
    public void The_ad_label_without_the_ad_tag_warns_on_every_text_that_goes_out()
    {
        var workspace = A.Workspace();
        var (olga, wanda) = (A.Member(Role.Owner, workspace), A.Member(Role.Writer, workspace));
        var ad = new Label(olga, "Ad", 0, A.Monday);
        workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Disclosure, false, "Paid", "#ad\n#anzeige", [ad.Id], "paid partnership"), olga, A.Monday);
        var post = A.Post(wanda, "Our new friends.");
        Assert.False(post.BrandChecks(workspace).Single().Applies);
        post.Relabel([ad], wanda, A.Monday);
        var problem = post.BrandChecks(workspace).Problems().Single();
        Assert.Equal(("BRAND_DISCLOSURE", false), (problem.Code, problem.Blocks));
        post.MustKeepBrandRules(workspace);
        Assert.Empty(A.Post(wanda, "A paid partnership. #Anzeige").BrandChecks(workspace).Problems());
        Assert.Single(A.Post(wanda, "A Paid Partnership. #adventure").BrandChecks(workspace).Problems());
    }

    [Fact]
    public void A_text_with_a_blocked_word_is_not_submitted_by_any_verb()
    {
        var workspace = A.Workspace();
        var olga = A.Member(Role.Owner, workspace);
        workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Words, true, "Cheap talk", "cheap*", []), olga, A.Monday);
        var post = A.Post(olga, "The cheapest cup.");
        foreach (var submit in new Action[]
        {
            () => post.Schedule(A.Time(24, 9), olga, A.Monday),
            () => post.PublishNow(olga, A.Berlin, A.Monday),
            () => post.MustKeepBrandRules(workspace),
        })
        {
            Assert.Equal("BRAND_WORD", Assert.Throws<RuleBroken>(submit).Code);
        }

        Assert.Equal(PostState.Draft, post.State);
        var fine = A.Post(olga, "A fair cup.");
        fine.Schedule(A.Time(24, 9), olga, A.Monday);
        Assert.Equal("BRAND_WORD", Assert.Throws<RuleBroken>(() => fine.Edit(new PostEdit("A cheap cup.", null, [new PostEdit.Target(fine.Variants[0].Channel, null, null)], []), olga, A.Monday)).Code);
    }

    [Fact]
    public void Descriptions_of_pictures_comments_and_a_channels_own_text_are_looked_at_too()
    {
        var rule = Rule(BrandRuleKind.Words, "cheap");
        Assert.Equal("alt:1", BrandChecks.Of([rule], "Fine.", null, [], ["A cheap cup"], [], null).Single().Findings.Single().Target);
        Assert.Equal("comment:1", BrandChecks.Of([rule], new PostEdit("Fine.", null, [new PostEdit.Target(A.Channel(), null, null)], []) { Options = new Dictionary<string, string> { [PostComments.Key(1)] = "So cheap" } }, [], null).Single().Findings.Single().Target);
        var channel = Guid.NewGuid();
        Assert.Equal(channel, BrandChecks.Of([rule], "A cheap text nobody gets", null, [(channel, "practice", "My cheap text", new Dictionary<string, string>())], [], [], null).Single().Findings.Single().ChannelId);
    }

    [Fact]
    public void An_override_needs_the_permission_and_a_reason_and_covers_what_was_found_only()
    {
        var workspace = A.Workspace();
        var olga = A.Member(Role.Owner, workspace);
        workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Words, true, "Cheap talk", "cheap, bargain", []), olga, A.Monday);
        var post = A.Post(olga, "A cheap cup.");
        var checks = post.BrandChecks(workspace);
        Assert.Throws<NotAllowed>(() => post.OverrideBrandRules("Because", checks, A.Member(Role.Publisher, workspace), A.Monday));
        Assert.Equal("REASON_MISSING", Assert.Throws<RuleBroken>(() => post.OverrideBrandRules(" ", checks, olga, A.Monday)).Code);
        post.OverrideBrandRules("A quotation from the press", checks, olga, A.Monday);
        post.MustKeepBrandRules(workspace);

        post.Edit(new PostEdit("A cheap cup, a bargain.", null, [new PostEdit.Target(post.Variants[0].Channel, null, null)], []), olga, A.Monday);
        Assert.Throws<RuleBroken>(() => post.Schedule(A.Time(24, 9), olga, A.Monday));
        post.EndBrandOverride(olga, A.Monday);
        Assert.Null(post.BrandOverride);
    }

    [Fact]
    public void Rules_that_cannot_be_looked_for_are_refused()
    {
        var workspace = A.Workspace();
        var olga = A.Member(Role.Owner, workspace);
        Assert.Equal("WORDS_MISSING", Refused(new BrandRuleDraft(BrandRuleKind.Words, true, "Empty", " \n ", [])));
        Assert.Equal("WORD_UNFIT", Refused(new BrandRuleDraft(BrandRuleKind.Words, true, "Star", "*", [])));
        Assert.Equal("DOMAIN_INVALID", Refused(new BrandRuleDraft(BrandRuleKind.Links, true, "No domain", "nothing", [])));
        Assert.Equal("NAME_LENGTH", Refused(new BrandRuleDraft(BrandRuleKind.Words, true, " ", "x1", [])));
        workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Words, true, "Rivals", "Beanhouse", []), olga, A.Monday);
        Assert.Equal("NAME_TAKEN", Refused(new BrandRuleDraft(BrandRuleKind.Claims, true, "rivals", "best", [])));
        Assert.Throws<NotAllowed>(() => workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Words, true, "Mine", "x", []), A.Member(Role.Manager, workspace), A.Monday));

        string Refused(BrandRuleDraft draft) => Assert.Throws<RuleBroken>(() => workspace.AddBrandRule(draft, olga, A.Monday)).Code;
    }

    static BrandRule Rule(BrandRuleKind kind, string words) => BrandRule.Of(Guid.NewGuid(), new BrandRuleDraft(kind, true, "Rule", words, []), "Olga", A.Monday);
}

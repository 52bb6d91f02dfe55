using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Reviews;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Reviews;

public class ReviewLinkTests
{
    static ReviewTerms Terms(string? password = null, DateTimeOffset? ends = null, ReviewScope? scope = null) =>
        new("June batch", scope ?? ReviewScope.All, ReviewReach.Decide, IdentityStrength.Name, false, ends, password);

    static ReviewLink Link(string? password = null, DateTimeOffset? ends = null, bool personal = false) =>
        ReviewLink.Make(Terms(password, ends), personal ? ("Clara", "clara@acme.example") : null, ReviewShare.Live, [], A.Member(Role.Publisher), A.Monday).Link;

    [Theory, InlineData(Role.Writer), InlineData(Role.Reviewer), InlineData(Role.ClientApprover), InlineData(Role.ClientViewer)]
    public void Who_may_not_share_makes_changes_and_revokes_none(Role role)
    {
        Assert.Throws<NotAllowed>(() => ReviewLink.Make(Terms(), null, ReviewShare.Live, [], A.Member(role), A.Monday));
        Assert.Throws<NotAllowed>(() => Link().Settle(Terms(), A.Member(role), A.Monday));
        Assert.Throws<NotAllowed>(() => Link().Revoke(A.Member(role), A.Monday));
    }

    [Fact]
    public void After_five_wrong_passwords_not_even_the_right_one_is_looked_at_for_a_while()
    {
        var link = Link("correct horse");
        Assert.DoesNotContain("correct", link.PasswordHash, StringComparison.Ordinal);
        for (var tries = 1; tries <= ReviewLink.MostTries; tries++)
            Assert.False(link.Unlock("wrong", A.Monday));
        Assert.Equal("PASSWORD_PAUSED", Assert.Throws<RuleBroken>(() => link.Unlock("correct horse", A.Monday.AddMinutes(14))).Code);
        Assert.True(link.Unlock("correct horse", A.Monday + ReviewLink.Pause));
    }

    [Fact]
    public void The_right_password_in_between_forgives_the_wrong_ones()
    {
        var link = Link("correct horse");
        for (var round = 0; round < 3; round++)
        {
            for (var tries = 1; tries < ReviewLink.MostTries; tries++)
                Assert.False(link.Unlock("wrong", A.Monday));
            Assert.True(link.Unlock("correct horse", A.Monday));
        }
    }

    [Fact]
    public void It_ends_when_it_was_to_and_can_be_revoked_before()
    {
        var link = Link(ends: A.Monday.AddDays(7));
        Assert.Equal(ReviewLinkState.Open, link.StateAt(A.Monday.AddDays(7).AddSeconds(-1)));
        Assert.Equal(ReviewLinkState.Expired, link.StateAt(A.Monday.AddDays(7)));
        link.Revoke(A.Member(Role.Publisher), A.Monday);
        Assert.Equal(ReviewLinkState.Revoked, link.StateAt(A.Monday));
        Assert.Equal("LINK_REVOKED", Assert.Throws<RuleBroken>(() => link.Settle(Terms(), A.Member(Role.Publisher), A.Monday)).Code);
        Assert.Equal("EXPIRY_WRONG", Assert.Throws<RuleBroken>(() => Link(ends: A.Monday)).Code);
    }

    [Fact]
    public void Only_a_personal_one_that_ran_out_is_renewed_and_once_in_a_while()
    {
        Assert.Equal("LINK_NOT_RENEWED", Assert.Throws<RuleBroken>(() => Link(ends: A.Monday.AddDays(7)).Renew(A.Monday.AddDays(8))).Code);
        var link = Link("correct horse", A.Monday.AddDays(7), personal: true);
        Assert.Equal("LINK_NOT_RENEWED", Assert.Throws<RuleBroken>(() => link.Renew(A.Monday)).Code);
        var (next, token) = link.Renew(A.Monday.AddDays(8))!.Value;
        Assert.Equal(("clara@acme.example", A.Monday.AddDays(15), link.PasswordHash, ReviewLink.Hash(token)), (next.Address, next.ExpiresAt, next.PasswordHash, next.TokenHash));
        Assert.Null(link.Renew(A.Monday.AddDays(8).AddMinutes(5)));
        Assert.NotNull(link.Renew(A.Monday.AddDays(9)));
    }

    [Fact]
    public void A_code_holds_ten_minutes_and_five_tries_and_few_are_sent()
    {
        var link = Link(personal: true);
        var (visit, secret) = ReviewVisit.Begin(link, "Phone", A.Monday);
        Assert.True(visit.IsBy(secret));
        Assert.False(visit.IsBy("another"));
        var code = visit.SendCode(link, "clara@acme.example", A.Monday);
        Assert.Equal("CODE_JUST_SENT", Assert.Throws<RuleBroken>(() => visit.SendCode(link, "clara@acme.example", A.Monday.AddSeconds(10))).Code);
        Assert.Equal("CODE_OVER", Assert.Throws<RuleBroken>(() => visit.Confirm(code, A.Monday.AddMinutes(10))).Code);
        code = visit.SendCode(link, "clara@acme.example", A.Monday.AddMinutes(11));
        var wrong = code == "000000" ? "000001" : "000000";
        for (var tries = 0; tries < ReviewVisit.MostTries; tries++)
            Assert.False(visit.Confirm(wrong, A.Monday.AddMinutes(11)));
        Assert.Equal("CODE_OVER", Assert.Throws<RuleBroken>(() => visit.Confirm(code, A.Monday.AddMinutes(11))).Code);
        code = visit.SendCode(link, "clara@acme.example", A.Monday.AddMinutes(12));
        Assert.True(visit.Confirm($"{code[..3]} {code[3..]}", A.Monday.AddMinutes(12)));
        Assert.Equal("clara@acme.example", visit.Address);
        Assert.True(visit.IsConfirmed(A.Monday.AddDays(89)));
        Assert.False(visit.IsConfirmed(A.Monday.AddDays(91)));
        for (var more = link.Codes; more < ReviewLink.MostCodesAnHour; more++)
            link.CountCode(A.Monday.AddMinutes(13));
        Assert.Equal("CODES_MANY", Assert.Throws<RuleBroken>(() => link.CountCode(A.Monday.AddMinutes(14))).Code);
        link.CountCode(A.Monday.AddMinutes(75));
    }

    [Fact]
    public void Frozen_it_keeps_the_version_of_that_day()
    {
        var house = new House();
        var post = house.Post();
        var (link, _) = ReviewLink.Make(Terms(), null, ReviewShare.Frozen, [post], house.Pia, A.Monday);
        House.Write(post, house.Wanda, "Later words.");
        Assert.Equal((post.Id, 1), (link.Frozen[0].PostId, link.Frozen[0].Version));
        Assert.Equal("The autumn roast is here.", post.Versions.Single(v => v.Number == 1).Content.Text);
    }
}

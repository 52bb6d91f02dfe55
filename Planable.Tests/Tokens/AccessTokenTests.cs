using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Tests.Support;

namespace Planable.Tests.Tokens;

public class AccessTokenTests
{
    [Fact]
    public void Only_the_hash_is_kept()
    {
        var (token, secret) = AccessToken.Make("Importer", [TokenScope.Posts], 90, A.Member(Role.Writer), A.Monday);
        Assert.StartsWith("planable_", secret, StringComparison.Ordinal);
        Assert.Equal(AccessToken.HashOf(secret), token.Hash);
        Assert.DoesNotContain(secret, System.Text.Json.JsonSerializer.Serialize(new { token.Name, token.Hash, token.Ending, token.Scopes }), StringComparison.Ordinal);
        Assert.NotEqual(secret, AccessToken.Make("Importer", [], 90, A.Member(Role.Writer), A.Monday).Secret);
    }

    [Theory]
    [InlineData("read", TokenScope.Posts, false)]
    [InlineData("posts", TokenScope.Posts, true)]
    [InlineData("posts", TokenScope.Publishing, false)]
    [InlineData("write", TokenScope.Channels, true)]
    [InlineData("comments approvals", TokenScope.Approvals, true)]
    public void A_scope_allows_itself_and_writing_allows_all(string given, TokenScope asked, bool allowed)
    {
        var token = AccessToken.Make("Importer", TokenScopes.Parse(given), 90, A.Member(Role.Owner), A.Monday).Token;
        Assert.Equal(allowed, token.Has(asked));
        Assert.True(token.Has(TokenScope.Read));
    }

    [Theory, InlineData("delete"), InlineData("3"), InlineData("read,everything")]
    public void A_scope_that_is_none_is_refused(string text) => Assert.Equal("SCOPE_UNKNOWN", Assert.Throws<RuleBroken>(() => TokenScopes.Parse(text)).Code);

    [Theory, InlineData("", 30, "NAME_LENGTH"), InlineData("Importer", 0, "TOKEN_DAYS"), InlineData("Importer", 367, "TOKEN_DAYS")]
    public void It_has_a_name_and_an_end(string name, int days, string code) =>
        Assert.Equal(code, Assert.Throws<RuleBroken>(() => AccessToken.Make(name, [], days, A.Member(Role.Writer), A.Monday)).Code);

    [Fact]
    public void Its_member_and_those_who_manage_members_revoke_it()
    {
        var (wanda, workspace) = (A.Member(Role.Writer), A.Workspace());
        var token = AccessToken.Make("Importer", [], 30, wanda, A.Monday).Token;
        Assert.Throws<NotAllowed>(() => token.Revoke(A.Member(Role.Publisher, workspace), A.Monday));
        token.Revoke(A.Member(Role.Admin, workspace), A.Monday);
        Assert.False(token.IsOpen(A.Monday));
    }
}

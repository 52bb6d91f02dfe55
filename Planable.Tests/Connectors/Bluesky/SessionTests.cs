using System.Buffers.Text;
using System.Text;
using Planable.Jobs.Connectors.Bluesky;

namespace Planable.Tests.Connectors.Bluesky;

public sealed class SessionTests
{
    [Theory]
    [InlineData("""{"sub":"did:plc:a","exp":1795275155}""", 1795275155L)]
    [InlineData("""{"sub":"did:plc:a"}""", null)]
    [InlineData("""{"exp":"soon"}""", null)]
    [InlineData("""{"exp":99999999999999}""", null)]
    [InlineData("not json", null)]
    [InlineData("[]", null)]
    public void The_end_of_a_session_is_read_from_its_token(string claims, long? expected) =>
        Assert.Equal(expected, Session.ExpiryOf($"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.x")?.ToUnixTimeSeconds());

    [Theory, InlineData(""), InlineData("opaque"), InlineData("a.!.c")]
    public void Tokens_of_another_kind_tell_nothing(string token) => Assert.Null(Session.ExpiryOf(token));
}

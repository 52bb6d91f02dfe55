using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Bluesky;

namespace Planable.Tests.Connectors.Bluesky;

public sealed class PostAddressesTests
{
    private const string Record = "/xrpc/com.atproto.repo.getRecord?repo=did%3Aplc%3Aa&collection=app.bsky.feed.post&rkey=3k";

    [Theory]
    [InlineData("https://bsky.social", null, "https://bsky.app/profile/alice.test/post/3k")]
    [InlineData("https://pds.acme.com", null, "https://bsky.app/profile/alice.test/post/3k")]
    [InlineData("http://127.0.0.1:2583", null, "http://127.0.0.1:2583" + Record)]
    [InlineData("http://localhost:2583", null, "http://localhost:2583" + Record)]
    [InlineData("https://pds.internal", null, "https://pds.internal" + Record)]
    [InlineData("http://localhost:2583", "https://social.acme.com", "https://social.acme.com/profile/alice.test/post/3k")]
    public void A_post_opens_where_readers_can_see_it(string server, string? publicUrl, string expected)
    {
        var addresses = new PostAddresses(new BlueskySettings { PublicUrl = publicUrl is null ? null : new Uri(publicUrl) });
        var secrets = new ChannelSecrets(new Dictionary<string, string>(StringComparer.Ordinal));
        var account = new ChannelAccount(Guid.Empty, "did:plc:a", "alice.test", server, secrets, new Dictionary<string, int>(StringComparer.Ordinal));

        Assert.Equal(expected, addresses.Of(account, "3k"));
    }
}

using Planable.Data.Senders;

namespace Planable.Tests.Senders;

public class SenderRecordsTests
{
    [Theory]
    [InlineData("v=spf1 include:post.example ~all", true)]
    [InlineData("v=spf1 +include:Post.example -all", true)]
    [InlineData("v=spf1 mx -all include:post.example", false)]
    [InlineData("v=spf1 -include:post.example ~all", false)]
    [InlineData("v=spf1 include:post.example.evil.example ~all", false)]
    public void A_server_may_send_if_it_is_named_before_the_end(string spf, bool isNamed) => Assert.Equal(isNamed, SenderRecords.Allowed(spf).Contains("include:post.example"));

    [Theory]
    [InlineData(null, false, null)]
    [InlineData("google-site-verification=x", false, null)]
    [InlineData("v=spf10 include:post.example", false, null)]
    [InlineData("v=spf1 mx\nv=spf1 include:post.example", false, "more than one")]
    [InlineData("v=spf1 include:post.example", true, null)]
    public void Of_SPF_records_there_is_one(string? texts, bool isRight, string? trouble)
    {
        var finding = SenderRecords.Spf(Lines(texts), isNamed: true);
        Assert.Equal(isRight, finding.IsRight);
        Assert.Contains(trouble ?? "", finding.Trouble ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v=DKIM1; k=rsa; p=AAAA", null)]
    [InlineData("p=AA AA", null)]
    [InlineData("v=DKIM1;k=rsa;p=AAA", "another key")]
    [InlineData("v=DKIM1; k=rsa; p=", "withdrawn")]
    [InlineData("v=DKIM1; k=ed25519; p=AAAA", "rsa")]
    [InlineData("v=DKIM1; t=y:s; p=AAAA", "trial")]
    [InlineData("v=DKIM1; p=AAAA\nv=DKIM1; p=BBBB", "more than one")]
    [InlineData("hello", "no key")]
    public void A_key_is_the_very_one_and_says_why_if_it_is_not(string texts, string? trouble)
    {
        var finding = SenderRecords.Dkim(SenderRecordKind.Dkim, Lines(texts), "AAAA");
        Assert.Equal(trouble is null, finding.IsRight);
        Assert.Contains(trouble ?? "", finding.Trouble ?? "", StringComparison.Ordinal);
        Assert.NotNull(finding.Found);
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject; rua=mailto:x@a.example", true)]
    [InlineData("v=DMARC1; rua=mailto:x@a.example", false)]
    [InlineData("v=DMARC1; p=none\nv=DMARC1; p=reject", false)]
    [InlineData("something", false)]
    public void A_policy_is_one_and_says_what_to_do(string texts, bool isRight) => Assert.Equal(isRight, SenderRecords.Dmarc(Lines(texts)).IsRight);

    static string[] Lines(string? texts) => texts?.Split('\n') ?? [];
}

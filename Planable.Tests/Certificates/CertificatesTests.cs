using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Certificates;
using Planable.Tests.Approvals;
using Planable.Tests.Imports;
using Planable.Tests.Support;

namespace Planable.Tests.Certificates;

public class CertificatesTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_says_what_was_decided_about_which_words_by_whom_and_how_they_were_known()
    {
        var (id, certificate, path) = await Issued("The words that count.");
        var content = certificate.Content;
        Assert.Equal(("Acme", id, "Olga Owner"), (content.Client, content.Post, content.IssuedBy));
        var version = content.Versions[^1];
        Assert.Equal(("The words that count.", true), (version.Text, version.IsGenuine));
        Assert.Equal("The words that count.", Assert.Single(version.Channels).Text);
        Assert.Equal(["Ivo Inside", "Clara Client"], content.Decisions.Select(d => d.By));
        Assert.All(content.Decisions, d => Assert.Equal((version.Number, version.Hash, DecisionKind.Approved, IdentityStrength.Account), (d.Version, d.Hash, d.Kind, d.Identified)));
        Assert.Equal([false, true], content.Decisions.Select(d => d.IsClient));
        Assert.Equal(version.Number, content.Approved);
        Assert.Equal(1, await app.In("acme", db => db.Log.CountAsync(e => e.SubjectId == id && e.Verb == "post.certified")));

        using var olga = await app.As("olga");
        var page = (await olga.Page(path)).QuerySelector("main")!.TextContent;
        foreach (var shown in (string[])["The words that count.", "Clara Client approved version", "signed in", certificate.Hash, version.Hash])
            Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.Contains(certificate.Hash[..12], (await olga.Page($"/w/acme/posts/{id}/certificates")).QuerySelector(".rows")!.TextContent, StringComparison.Ordinal);
        var file = await olga.Http.GetByteArrayAsync($"{path}/file", Cancel);
        Assert.Equal(certificate.Hash, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)));
    }

    [Fact]
    public async Task Anybody_has_its_hash_or_its_file_confirmed()
    {
        var (_, certificate, _) = await Issued("Confirm me.");
        using var nobody = await app.As(null);
        Assert.Equal("Open", (await nobody.Page("/certificates")).QuerySelector("main")!.GetAttribute("data-outcome"));
        var (outcome, said) = await Ask(nobody, certificate.Hash.ToUpperInvariant());
        Assert.Equal("Genuine", outcome);
        Assert.Contains("approved by Ivo Inside, Clara Client", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Confirm me.", said, StringComparison.Ordinal);
        Assert.Equal("Unknown", (await Ask(nobody, new string('0', 64))).Outcome);
        Assert.Equal("Unreadable", (await Ask(nobody, "hello")).Outcome);

        Assert.Equal("Genuine", await Show(nobody, certificate.Json));
        // The same in other blanks is the same.
        Assert.Equal("Genuine", await Show(nobody, System.Text.Json.Nodes.JsonNode.Parse(certificate.Json)!.ToJsonString(Indented)));
    }

    [Fact]
    public async Task A_paper_is_known_again_as_it_was_handed_out_and_a_changed_one_is_reported()
    {
        var (_, certificate, path) = await Issued("Printed and filed.");
        using var olga = await app.As("olga");
        var paper = await olga.Http.GetByteArrayAsync($"{path}/paper.pdf", Cancel);
        Assert.Equal(paper, await olga.Http.GetByteArrayAsync($"{path}/paper.pdf", Cancel));
        Assert.Equal(1, await app.In("acme", db => db.CertificatePapers.CountAsync(p => p.CertificateId == certificate.Id)));
        using var nobody = await app.As(null);
        Assert.Equal("Genuine", await Show(nobody, paper));
        var changed = paper.ToArray();
        changed[^200] ^= 1;
        Assert.Equal("Tampered", await Show(nobody, changed));
        Assert.Equal("Unreadable", await Show(nobody, "%PDF-1.7 of somebody else"u8.ToArray()));
        Assert.Equal("Unknown", await Show(nobody, Encoding.ASCII.GetBytes($"%PDF-1.7 certificate:{new string('0', 64)}")));
    }

    [Fact]
    public async Task A_certificate_issued_under_the_first_name_of_the_format_is_still_read()
    {
        var (_, certificate, _) = await Issued("Older than the name.");
        var old = certificate.Json.Replace("\"approval-certificate/1\"", "\"planable-approval-certificate/1\"", StringComparison.Ordinal);
        Assert.Equal(CertificateContent.HashOf(old), CertificateContent.HashOf(CertificateContent.Read(old)!.ToJson()));
    }

    [Fact]
    public async Task A_tampered_file_is_reported_with_what_differs()
    {
        var (_, certificate, _) = await Issued("Do not touch.");
        using var nobody = await app.As(null);
        foreach (var (was, becomes, differs) in new[]
        {
            ("Do not touch.", "Do touch.", "the versions"),
            ("\"by\":\"Clara Client\"", "\"by\":\"Carl Client\"", "the decisions"),
            ("\"kind\":\"Approved\"", "\"kind\":\"Rejected\"", "the decisions"),
            ("\"client\":\"Acme\"", "\"client\":\"Another\"", "the client"),
        })
        {
            var changed = certificate.Json.Replace(was, becomes, StringComparison.Ordinal);
            Assert.NotEqual(certificate.Json, changed);
            using var answer = await nobody.Send(changed);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await Visitor.Shown(answer);
            Assert.Equal("Tampered", page.QuerySelector("main")!.GetAttribute("data-outcome"));
            Assert.Contains(differs, page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        // More than a certificate says, or the same twice, is none: a reader might take the other one for true.
        Assert.Equal("Unreadable", await Show(nobody, certificate.Json.Replace("{\"format\"", "{\"note\":\"Approved by everybody\",\"format\"", StringComparison.Ordinal)));
        Assert.Equal("Unreadable", await Show(nobody, certificate.Json.Replace("{\"format\"", "{\"client\":\"Another\",\"format\"", StringComparison.Ordinal)));
        Assert.Equal("Unreadable", await Show(nobody, "{}"));
        Assert.Equal("Unknown", await Show(nobody, certificate.Json.Replace(certificate.PostId.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_version_changed_past_the_product_is_named_and_a_later_decision_stands_in_a_later_certificate()
    {
        var (id, first, _) = await Issued("As it was.");
        await app.In("acme", db => db.PostVersions.Where(v => v.PostId == id).ExecuteUpdateAsync(v => v.SetProperty(x => x.Json, x => x.Json.Replace("As it was.", "As it never was."))));
        var second = await Issue(id);
        Assert.False(second.Content.Versions[^1].IsGenuine);
        Assert.True((await app.In("acme", db => db.Certificates.SingleAsync(c => c.Id == first.Id))).Content.Versions[^1].IsGenuine);
        using var olga = await app.As("olga");
        Assert.Contains("no longer had its hash", (await olga.Page($"/w/acme/posts/{id}/certificates/{second.Id}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_decision_there_is_nothing_to_certify_and_only_the_team_issues()
    {
        await app.RequireApproval();
        var id = await app.Write("Nobody has looked.");
        var path = $"/w/acme/posts/{id}/certificates";
        using var olga = await app.As("olga");
        Assert.Null((await olga.Page(path)).QuerySelector($"form[action='{path}']"));
        using var early = await olga.Htmx(path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        foreach (var (who, expected) in new[] { ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(who);
            using var asked = await visitor.Post(path);
            Assert.Equal(expected, asked.StatusCode);
        }
    }

    async Task<(Guid Post, Certificate Certificate, string Path)> Issued(string text)
    {
        await app.RequireApproval();
        var id = await app.Write(text, approvedBy: ["ivo", "clara"]);
        var certificate = await Issue(id);
        return (id, certificate, $"/w/acme/posts/{id}/certificates/{certificate.Id}");
    }

    async Task<Certificate> Issue(Guid id)
    {
        using var olga = await app.As("olga");
        using var answer = await olga.Post($"/w/acme/posts/{id}/certificates");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var issued = Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
        return await app.In("acme", db => db.Certificates.SingleAsync(c => c.Id == issued));
    }

    static async Task<(string Outcome, string Said)> Ask(Visitor visitor, string hash)
    {
        using var answer = await visitor.Post("/certificates", ("hash", hash));
        var main = (await Visitor.Shown(answer)).QuerySelector("main")!;
        return (main.GetAttribute("data-outcome")!, main.TextContent);
    }

    static Task<string> Show(Visitor visitor, string json) => Show(visitor, Encoding.UTF8.GetBytes(json));

    static async Task<string> Show(Visitor visitor, byte[] file)
    {
        using var answer = await visitor.Send(file);
        return (await Visitor.Shown(answer)).QuerySelector("main")!.GetAttribute("data-outcome")!;
    }
}

static class Showing
{
    public static Task<HttpResponseMessage> Send(this Visitor visitor, string json) => visitor.Send(Encoding.UTF8.GetBytes(json));

    public static async Task<HttpResponseMessage> Send(this Visitor visitor, byte[] file)
    {
        using var bytes = new ByteArrayContent(file);
        using var form = new MultipartFormDataContent { { bytes, "file", "certificate.json" } };
        return await visitor.Send(HttpMethod.Post, "/certificates", form, htmx: false);
    }
}

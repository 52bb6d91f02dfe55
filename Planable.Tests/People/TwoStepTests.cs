using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Planable.Tests.Support;

namespace Planable.Tests.People;

public class TwoStepTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_of_the_app_is_asked_for_and_works_once()
    {
        var (secret, _) = await TurnOn("pia@northlight.example");
        using var client = app.Browser();
        using var first = await client.SignIn("pia@northlight.example", returnUrl: "/account");
        Assert.Equal("/sign-in/code?returnUrl=%2Faccount", first.Headers.Location?.ToString());
        Assert.False(await client.IsIn());
        Assert.Contains("one-time-code", await client.GetStringAsync("/sign-in/code", Cancel), StringComparison.Ordinal);

        using var wrong = await client.Fill("/sign-in/code", "/sign-in/code", ("Code", "000 000"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var code = Code(secret);
        using var right = await client.Fill("/sign-in/code", "/sign-in/code", ("Code", $" {code[..3]} {code[3..]} "), ("returnUrl", "/account"));
        Assert.Equal("/account", right.Headers.Location?.ToString());
        Assert.True(await client.IsIn());

        using var other = app.Browser();
        using var again = await other.SignIn("pia@northlight.example");
        using var replayed = await other.Fill("/sign-in/code", "/sign-in/code", ("Code", code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, replayed.StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        var (_, codes) = await TurnOn("ivo@northlight.example");
        Assert.Equal(10, codes.Count);
        using var client = app.Browser();
        using var first = await client.SignIn("ivo@northlight.example");
        using var right = await client.Fill("/sign-in/code", "/sign-in/code", ("Code", codes[0].ToLowerInvariant()));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Contains("9 recovery codes left", await client.GetStringAsync("/account/security", Cancel), StringComparison.Ordinal);

        using var other = app.Browser();
        using var again = await other.SignIn("ivo@northlight.example");
        using var used = await other.Fill("/sign-in/code", "/sign-in/code", ("Code", codes[0]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, used.StatusCode);
    }

    [Fact]
    public async Task Without_the_password_first_there_is_no_code_to_type()
    {
        using var client = app.Browser();
        using var answer = await client.GetAsync("/sign-in/code", Cancel);
        Assert.Equal("/sign-in", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Turning_it_off_needs_the_password()
    {
        await TurnOn("carl@acme.example");
        using var client = app.Browser();
        using var first = await client.SignIn("carl@acme.example");
        Assert.Equal("/sign-in/code", first.Headers.Location?.ToString());

        using var visitor = await app.As("carl");
        using var wrong = await visitor.Post("/account/security/authenticator/removal", ("Password", "not mine at all"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var right = await visitor.Post("/account/security/authenticator/removal", ("Password", Door.Password));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        using var now = await client.SignIn("carl@acme.example");
        Assert.Equal("/", now.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_passkey_that_is_not_one_opens_nothing()
    {
        using var client = app.Browser();
        using var options = await client.Fill("/sign-in", "/sign-in/passkey/options");
        Assert.Contains("challenge", await options.Shown(), StringComparison.Ordinal);
        using var answer = await client.Fill("/sign-in", "/sign-in/passkey", ("credential", "{}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.False(await client.IsIn());
    }

    async Task<(string Secret, IReadOnlyList<string> Codes)> TurnOn(string email)
    {
        using var client = app.Browser();
        using var signedIn = await client.SignIn(email);
        var page = await client.GetStringAsync("/account/security/authenticator", Cancel);
        Assert.Contains("src=\"data:image/svg", page, StringComparison.Ordinal);
        var secret = Regex.Match(page, "<code>([A-Z2-7 ]+)</code>", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        using var done = await client.Fill("/account/security/authenticator", "/account/security/authenticator", ("Code", Code(secret, stepsBack: 1)));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        return (secret, [.. Regex.Matches(await done.Shown(), "<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value)]);
    }

    /// <summary>As an authenticator app computes it (RFC 6238), by the real clock: Identity knows no other.</summary>
    static string Code(string secret, int stepsBack = 0)
    {
        var bits = string.Concat(secret.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) - stepsBack);
#pragma warning disable CA5350 // TOTP is defined over SHA-1.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var value = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & 0x7fffffff;
        return (value % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Webhooks;
using Planable.Tests.Support;

namespace Planable.Tests.Webhooks;

public class WebhookSignatureTests(HooksApp app) : IClassFixture<HooksApp>
{
    [Fact]
    public void It_is_the_one_of_the_standard() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSecret.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""));

    [Fact]
    public async Task The_samples_of_the_documentation_tell_ours_from_others()
    {
        await using var receiver = await Receiver.Start();
        var (_, secret) = await app.Hook(receiver.Address);
        await app.Happen();
        await app.Send();
        var message = Assert.Single(receiver.Got);
        var now = app.Clock.GetUtcNow();
        (string Secret, string Body, DateTimeOffset Now, bool IsOurs)[] cases =
        [
            (secret, message.Body, now, true), (secret, message.Body + " ", now, false), (WebhookSecret.Make(), message.Body, now, false), (secret, message.Body, now.AddMinutes(6), false), (secret, message.Body, now.AddMinutes(-6), false),
        ];
        Assert.All(cases, c => Assert.Equal(c.IsOurs, WebhookSample.Judge(c.Secret, message, c.Body, c.Now)));

        var folder = Directory.CreateTempSubdirectory("webhook-sample");
        try
        {
            var sample = Path.Combine(folder.FullName, "sample.mjs");
            await File.WriteAllTextAsync(sample, Block("js") + """

                import { readFileSync } from "node:fs";
                const { headers, cases } = JSON.parse(readFileSync(process.argv[2], "utf8"));
                console.log(JSON.stringify(cases.map(c => isFromPlanable(c.secret, headers, c.body, c.now))));
                """, TestContext.Current.CancellationToken);
            var input = Path.Combine(folder.FullName, "cases.json");
            var headers = new Dictionary<string, string> { ["webhook-id"] = message.Id, ["webhook-timestamp"] = message.Timestamp, ["webhook-signature"] = message.Signature };
            await File.WriteAllTextAsync(input, JsonSerializer.Serialize(new { headers, cases = cases.Select(c => new { secret = c.Secret, body = c.Body, now = c.Now.ToUnixTimeSeconds() }) }), TestContext.Current.CancellationToken);
            Assert.Equal(cases.Select(c => c.IsOurs), JsonNode.Parse(await NodeScript.Run(sample, input))!.AsArray().Select(a => (bool)a!));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_sample_in_CSharp_is_the_one_that_was_run() => Assert.Contains(Flat(Block("csharp")), Flat(File.ReadAllText(Root.File("Planable.Tests", "Webhooks", "WebhookSample.cs"))), StringComparison.Ordinal);

    static string Flat(string code) => string.Join('\n', code.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));

    static string Block(string language)
    {
        var docs = File.ReadAllText(Root.File("docs", "api", "webhooks.md"));
        var from = docs.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return docs[from..docs.IndexOf("```", from, StringComparison.Ordinal)];
    }
}

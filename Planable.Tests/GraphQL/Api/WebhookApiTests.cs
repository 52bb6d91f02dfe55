using Microsoft.EntityFrameworkCore;
using Planable.Data.Tokens;
using Planable.Data.Webhooks;
using Planable.Tests.Webhooks;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

public class WebhookApiTests(HooksApp app) : IClassFixture<HooksApp>
{
    const string Errors = "errors { ... on UserError { code field } }";
    const string Create = $"mutation ($input: CreateWebhookInput!) {{ createWebhook(input: $input) {{ webhookWithSecret {{ secret webhook {{ id name topics audience }} }} {Errors} }} }}";

    [Fact]
    public async Task Webhooks_are_made_changed_tried_paused_resumed_and_removed_by_programs()
    {
        await using var receiver = await Receiver.Start();
        using var adam = await app.Api("adam", TokenScope.Webhooks);
        var made = (await adam.Do(Create, new { input = new { name = "Warehouse", address = receiver.Address, topics = new[] { "POST", "DELIVERY" } } }))["webhookWithSecret"]!;
        Assert.StartsWith("whsec_", (string?)made["secret"], StringComparison.Ordinal);
        var id = (string)made["webhook"]!["id"]!;

        var ping = (await adam.Do($"mutation ($id: ID!) {{ pingWebhook(input: {{id: $id}}) {{ sentWebhook {{ id messageId state attempts {{ status }} }} {Errors} }} }}", new { id }))["sentWebhook"]!;
        Assert.Equal(("ARRIVED", 204), ((string)ping["state"]!, (int)ping["attempts"]![0]!["status"]!));
        var again = (await adam.Do($"mutation ($id: ID!) {{ resendWebhook(input: {{id: $id}}) {{ sentWebhook {{ messageId kind }} {Errors} }} }}", new { id = (string)ping["id"]! }))["sentWebhook"]!;
        Assert.Equal(((string)ping["messageId"]!, "AGAIN"), ((string)again["messageId"]!, (string)again["kind"]!));

        var edited = (await adam.Do($"mutation ($id: ID!) {{ editWebhook(input: {{id: $id, name: \"Store\", audience: CLIENT}}) {{ webhookEndpoint {{ name audience topics }} {Errors} }} }}", new { id }))["webhookEndpoint"]!;
        Assert.Equal("""{"name":"Store","audience":"CLIENT","topics":["POST","DELIVERY"]}""", edited.ToJsonString());
        var replaced = (await adam.Do($"mutation ($id: ID!) {{ replaceWebhookSecret(input: {{id: $id}}) {{ webhookWithSecret {{ secret }} {Errors} }} }}", new { id }))["webhookWithSecret"]!;
        Assert.NotEqual((string)made["secret"]!, (string)replaced["secret"]!);
        Assert.Equal("BY_HAND", (string?)(await adam.Do($"mutation ($id: ID!) {{ pauseWebhook(input: {{id: $id}}) {{ webhookEndpoint {{ pausedBecause }} {Errors} }} }}", new { id }))["webhookEndpoint"]!["pausedBecause"]);
        Assert.Null((await adam.Do($"mutation ($id: ID!) {{ resumeWebhook(input: {{id: $id, skipMissed: true}}) {{ webhookEndpoint {{ pausedAt }} {Errors} }} }}", new { id }))["webhookEndpoint"]!["pausedAt"]);
        var listed = (await adam.Ask("query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { address deliveries(first: 5) { nodes { kind body events tries at } } } } webhooks(first: 50) { nodes { id } } }", new { id }));
        Assert.Equal(["AGAIN", "PING"], listed["node"]!["deliveries"]!["nodes"]!.AsArray().Select(d => (string)d!["kind"]!));
        Assert.Contains(id, listed["webhooks"]!["nodes"]!.AsArray().Select(w => (string)w!["id"]!));
        await adam.Do($"mutation ($id: ID!) {{ removeWebhook(input: {{id: $id}}) {{ webhookEndpoint {{ name }} {Errors} }} }}", new { id });
        Assert.Equal("NOT_FOUND", await adam.Refused($"mutation ($id: ID!) {{ pauseWebhook(input: {{id: $id}}) {{ webhookEndpoint {{ name }} {Errors} }} }}", new { id }));
        Assert.Empty(await app.In("acme", db => db.WebhookDeliveries.Where(d => d.EndpointId == Raw(id)).ToListAsync()));
    }

    [Fact]
    public async Task The_same_rules_hold_as_on_the_pages()
    {
        var (hook, _) = await app.Hook(new Uri("https://warehouse.example"));
        var input = new { name = "Warehouse", address = "https://warehouse.example", topics = new[] { "POST" } };
        using (var adam = await app.Api("adam", TokenScope.Webhooks))
        {
            Assert.Equal("WEBHOOK_ADDRESS", await adam.Refused(Create, new { input = input with { address = "warehouse" } }));
            Assert.Equal("WEBHOOK_TOPICS", await adam.Refused(Create, new { input = input with { topics = [] } }));
        }

        using (var narrow = await app.Api("adam", TokenScope.Posts))
            Assert.Equal("SCOPE_MISSING", await narrow.Refused(Create, new { input }));
        foreach (var name in (string[])["pia", "clara"])
        {
            using var who = await app.Api(name, TokenScope.Write);
            Assert.Equal("NOT_ALLOWED", await who.Refused(Create, new { input }));
            var seen = await who.Ask("query ($id: ID!) { node(id: $id) { id } webhooks { nodes { id } } }", new { id = Id("WebhookEndpoint", hook) });
            Assert.Null(seen["node"]);
            Assert.Empty(seen["webhooks"]!["nodes"]!.AsArray());
            foreach (var act in (string[])["pauseWebhook", "pingWebhook", "replaceWebhookSecret", "removeWebhook"])
                Assert.Equal("NOT_ALLOWED", await who.Refused($"mutation ($id: ID!) {{ {act}(input: {{id: $id}}) {{ {Errors} }} }}", new { id = Id("WebhookEndpoint", hook) }));
        }
    }
}

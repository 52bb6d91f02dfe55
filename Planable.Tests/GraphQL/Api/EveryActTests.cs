using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Tokens;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Tests.GraphQL.Api;

/// <summary>What the pages do programs can do, those of tomorrow too; and whoever may not do it on a page may not here.</summary>
public class EveryActTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>What concerns nobody but the member.</summary>
    static readonly string[] OpenToAll = ["markNotificationsRead", "markNotificationsUnread", "chooseNotifications", "chooseLanguage"];

    /// <summary>Of what holds for the workspace, what a writer may do.</summary>
    static readonly string[] OpenToWriters = [.. OpenToAll, "openIdeaMail", "closeIdeaMail", "addAbsence"];

    /// <summary>They say of each id what came of it, or how many there were.</summary>
    static readonly string[] Counting = ["changePosts", "markNotificationsUnread"];

    [Fact]
    public void Every_command_of_the_pages_is_a_mutation_or_has_a_reason_not_to_be()
    {
        var schema = app.Services.GetRequiredService<RequestExecutor>().Schema;
        const string within = "w/{workspace}/";
        var (commands, ofCompanies, missing) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var route in Route.All(app).Where(r => !r.IsRead))
        {
            var path = route.Name[(route.Name.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            const string company = "companies/{id}/";
            if (path.StartsWith(company, StringComparison.Ordinal))
            {
                path = path[company.Length..];
                if (!ofCompanies.Add(path) || (!ActsOfPages.OfCompanies.ContainsKey(path) && !ActsOfPages.OfCompaniesNotForPrograms.ContainsKey(path)))
                    missing.Add(route.Name);
                continue;
            }

            if (!path.StartsWith(within, StringComparison.Ordinal))
            {
                if (!ActsOfPages.Outside.ContainsKey(path.Split('/')[0]))
                    missing.Add(route.Name);
                continue;
            }

            commands.Add(path = path[within.Length..]);
            if (!ActsOfPages.Done.ContainsKey(path) && !ActsOfPages.NotForPrograms.ContainsKey(path))
                missing.Add(route.Name);
        }

        Assert.True(missing.Count == 0, $"What does the same over the API? Say it in {nameof(ActsOfPages)}:\n{string.Join('\n', missing)}");
        Assert.DoesNotContain(ActsOfPages.Done.Keys.Concat(ActsOfPages.NotForPrograms.Keys), p => !commands.Contains(p));
        Assert.Empty(ActsOfPages.Done.Keys.Intersect(ActsOfPages.NotForPrograms.Keys));
        Assert.DoesNotContain(ActsOfPages.OfCompanies.Keys.Concat(ActsOfPages.OfCompaniesNotForPrograms.Keys), p => !ofCompanies.Contains(p));
        Assert.DoesNotContain(ActsOfPages.Done.Values.Concat(ActsOfPages.OfCompanies.Values), act => act.Split('.') is [var type, var field] ? (schema.Find(char.ToUpperInvariant(type[0]) + type[1..]) as ObjectType)?.Find(field) is null : ((ObjectType)schema.Find("Mutation")!).Find(act) is null);
    }

    [Fact]
    public async Task A_client_who_only_looks_changes_nothing_by_any_of_them()
    {
        using var carl = await app.Api("carl", TokenScope.Write);
        await Refused(carl, names => names.Except(OpenToAll));
    }

    [Fact]
    public async Task A_writer_does_not_settle_what_holds_for_the_workspace()
    {
        using var wanda = await app.Api("wanda", TokenScope.Write);
        await Refused(wanda, names => names.Where(n => MutationScopes.Of(n) is TokenScope.Settings or TokenScope.Members).Except(OpenToWriters));
    }

    [Fact]
    public async Task Ids_of_another_client_are_nothing_to_any_of_them()
    {
        var acts = new Acts(app, await Samples.Make(app));
        using var oscar = await app.Api("oscar", TokenScope.Write);
        var before = await app.In("acme", db => db.Log.MaxAsync(e => e.Sequence));
        var wrong = new List<string>();
        foreach (var name in acts.Names.Where(acts.NeedsId).Except(Counting))
        {
            var (answer, code) = await acts.Call(oscar, name, whole: false);
            if (code != "NOT_FOUND")
                wrong.Add($"{name}: {answer.ToJsonString()}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, await app.In("acme", db => db.Log.MaxAsync(e => e.Sequence)));
    }

    async Task Refused(Integrator who, Func<IEnumerable<string>, IEnumerable<string>> which)
    {
        var acts = new Acts(app, await Samples.Make(app));
        var (before, wrong) = (await app.In("acme", db => db.Log.MaxAsync(e => e.Sequence)), new List<string>());
        foreach (var name in which(acts.Names).ToList())
        {
            var (answer, code) = await acts.Call(who, name, whole: false);
            if (code is not ("NOT_ALLOWED" or "NOT_FOUND"))
                wrong.Add($"{name}: {answer.ToJsonString()}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, await app.In("acme", db => db.Log.MaxAsync(e => e.Sequence)));
    }
}

/// <summary>Apart from the other walks: an owner's calls take people out of the workspace too.</summary>
public class SoundActTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>After these the others would be told something else.</summary>
    static readonly string[] Last = ["limitMember", "setPermissions", "changeRole", "removeMember", "deletePost", "disconnectChannel", "deleteMedia"];

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_sound_input_is_done_or_refused_by_a_rule_with_a_code(bool whole)
    {
        using var olga = await app.Api("olga", TokenScope.Write);
        var acts = new Acts(app, await Samples.Make(app));
        var (done, wrong) = (0, new List<string>());
        foreach (var name in acts.Names.OrderBy(n => Array.IndexOf(Last, n)))
        {
            var (answer, code) = await acts.Call(olga, name, whole);
            if (answer["errors"] is not null || answer["data"]?[name] is null)
                wrong.Add($"{name}: {answer.ToJsonString()}");
            done += code is null ? 1 : 0;
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(done > acts.Names.Count / 3, $"Only {done} of {acts.Names.Count} were done.");
        await app.In("acme", db => db.Members.Where(m => m.Person.Name.StartsWith("Wanda")).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeftAt, (DateTimeOffset?)null).SetProperty(x => x.Role, Data.Members.Role.Writer)));
    }
}

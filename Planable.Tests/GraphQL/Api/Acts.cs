using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Planable.Tests.Support;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Building;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Tests.GraphQL.Api;

/// <summary>Calls any mutation with an input that is sound: ids of rows that are there, and something for the rest.</summary>
public sealed class Acts(TestApp app, IReadOnlyDictionary<string, string> samples)
{
    static readonly Dictionary<string, MethodInfo> Methods = typeof(MutationScopes).Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(MutationTypeAttribute)) && t.Namespace?.StartsWith("Planable.Web.GraphQL.", StringComparison.Ordinal) == true)
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)).ToDictionary(Naming.Field, StringComparer.Ordinal);

    /// <summary>Where the sample of a type lies under another name than the type's.</summary>
    static readonly Dictionary<string, string> SampleOf = new(StringComparer.Ordinal)
    {
        ["Post"] = "posts",
        ["Channel"] = "channels",
        ["Label"] = "labels",
        ["Campaign"] = "campaigns",
        ["Member"] = "members",
        ["Media"] = "media",
        ["Folder"] = "folders",
        ["Delivery"] = "deliveries",
        ["Thread"] = "threads",
        ["Comment"] = "comments/{commentId}",
        ["Task"] = "tasks",
        ["HeldMail"] = "held-mail",
        ["Idea"] = "ideas",
        ["CalendarNote"] = "notes",
        ["SavedView"] = "views",
        ["ChannelSet"] = "sets",
        ["Snippet"] = "snippets",
        ["ReviewLink"] = "reviews",
        ["UploadRequest"] = "requests",
        ["ConnectLink"] = "links",
        ["Invitation"] = "invitations",
        ["Import"] = "imports",
        ["BulkChange"] = "bulk",
        ["Goal"] = "goals",
        ["Limit"] = "limits",
        ["Blackout"] = "blackouts",
        ["Absence"] = "client",
        ["BrandRule"] = "brand-rules",
        ["ApprovalFlow"] = "flows",
        ["WeekTarget"] = "targets",
        ["CalendarFeed"] = "feeds",
        ["Overlay"] = "calendars",
        ["Upload"] = "uploads",
        ["Notification"] = "notices",
        ["Dashboard"] = "dashboards",
        ["Competitor"] = "competitors",
        ["ReportTemplate"] = "report-templates",
        ["IntegrationApp"] = "apps/{id}",
        ["ConnectedApp"] = "connections",
    };

    readonly ObjectType mutations = (ObjectType)app.Services.GetRequiredService<RequestExecutor>().Schema.Find("Mutation")!;

    public IReadOnlyList<string> Names => [.. mutations.Fields.Select(f => f.Name)];

    /// <summary>Names an id of the workspace that has to be there.</summary>
    public bool NeedsId(string mutation) => Input(mutation) is { } input && input.Fields.Any(f => f.IsRequired && f.Type.Named.Name == "ID");

    /// <param name="whole">With everything that may be sent, not only what has to be.</param>
    /// <returns>What was answered, and the code of the first error, wherever it stands.</returns>
    public async Task<(JsonNode Answer, string? Code)> Call(Integrator who, string mutation, bool whole)
    {
        var field = mutations.Find(mutation)!;
        var input = Input(mutation);
        var query = input is null
            ? $"mutation {{ {mutation} {{ errors {{ ... on UserError {{ code message }} }} }} }}"
            : $"mutation ($input: {input.Name}!) {{ {mutation}(input: $input) {{ errors {{ ... on UserError {{ code message }} }} }} }}";
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in Methods[mutation].GetParameters())
            Collect("", parameter.Name!, parameter, parameter.ParameterType, ids, 0);
        var answer = await who.Answer(query, input is null ? null : new JsonObject { ["input"] = Object(input, ids, whole) });
        return (answer, (string?)(answer["errors"]?[0]?["extensions"]?["code"] ?? answer["data"]?[field.Name]?["errors"]?[0]?["code"]));
    }

    InputObjectType? Input(string mutation) => mutations.Find(mutation)!.Arguments is [var input] ? (InputObjectType)input.Type.Named : null;

    /// <summary>Which type the ids of an input are of, by the input and the name of the field; what is a parameter of its own stands under no input.</summary>
    static void Collect(string owner, string name, ICustomAttributeProvider member, Type type, Dictionary<string, string> ids, int depth)
    {
        if (member.GetCustomAttributes(typeof(IDAttribute), false) is [IDAttribute id, ..])
        {
            ids.TryAdd($"{owner}.{Naming.Camel(name)}", id.TypeName ?? (id.Type is null ? "" : NameOf(id.Type)));
            return;
        }

        var item = Nullable.GetUnderlyingType(type) ?? (type.IsGenericType ? type.GetGenericArguments()[0] : type);
        if (depth > 3 || item.Namespace?.StartsWith("Planable.Web.GraphQL", StringComparison.Ordinal) != true)
            return;
        foreach (var property in item.GetProperties())
            Collect(Naming.Input(item), property.Name, property, property.PropertyType, ids, depth + 1);
    }

    static string NameOf(Type type) => Naming.Type(type);

    JsonObject Object(InputObjectType input, Dictionary<string, string> ids, bool whole) =>
        new(input.Fields.Where(f => whole || f.IsRequired).Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Value(input.Name, f.Type, f.Name, ids, whole))));

    JsonNode Value(string owner, GraphType type, string name, Dictionary<string, string> ids, bool whole) => type switch
    {
        NonNullType some => Value(owner, some.Inner, name, ids, whole),
        ListType list => new JsonArray(Value(owner, list.Item, name, ids, whole)),
        InputObjectType input => Object(input, ids, whole),
        EnumType values => values.Members[0].Name,
        { Named.Name: "ID" } => Id(ids.GetValueOrDefault($"{owner}.{name}") ?? ids.GetValueOrDefault($".{name}", "")),
        { Named.Name: "Int" or "Long" or "Short" } => 1,
        { Named.Name: "Float" or "Decimal" } => 1.5,
        { Named.Name: "Boolean" } => false,
        { Named.Name: "LocalDate" } => "2027-03-03",
        { Named.Name: "LocalTime" } => "10:00:00",
        { Named.Name: "DateTime" } => "2027-03-03T10:00:00Z",
        _ => name switch { "email" => "gus@acme.example", "url" or "permalink" => "https://acme.example/x", "address" => "https://acme.example/x.ics", "zone" => "Europe/Berlin", "network" => "practice", "metric" => "followers", "locale" => "en-GB", _ => "x" },
    };

    string Id(string type) => type == "Slot"
        ? GlobalIds.Write(type, $"{Guid.Parse(samples["channels"]):N}-{Guid.Parse(samples["channelId"]):N}")
        : GlobalIds.Write(type, SampleOf.TryGetValue(type, out var key) ? Guid.Parse(samples[key]) : Guid.NewGuid());
}

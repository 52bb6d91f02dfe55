using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Tokens;

namespace Planable.Web.GraphQL.Workspaces;

/// <summary>Who asks, and with what.</summary>
/// <param name="Member">As whom the token acts.</param>
public sealed record Me(Member Member, Token Token);

/// <summary>An access token, as the program that uses it may know it.</summary>
public sealed class Token(AccessToken token)
{
    public string Name => token.Name;

    [GraphQLDescription("What it was made for: read, write, posts, publishing, approvals, comments, media, channels, reports.")]
    public IReadOnlyList<string> Scopes => [.. token.Scopes.Select(s => s.Name())];

    public DateTimeOffset MadeAt => token.MadeAt;

    public DateTimeOffset ExpiresAt => token.ExpiresAt;
}

/// <summary>A workspace that the token opens. What lies in it is told to requests that go into it.</summary>
public sealed class OpenWorkspace(Member member, bool isEntered)
{
    [ID("Workspace"), GraphQLDescription("Its id.")]
    public Guid Id => member.WorkspaceId;

    [GraphQLDescription("Its part of addresses, and what the header Planable-Workspace says.")]
    public string Slug => member.Workspace.Slug;

    public string Name => member.Workspace.Name;

    [GraphQLDescription("The IANA time zone in which everything is planned.")]
    public string Zone => member.Workspace.Zone;

    [GraphQLDescription("Nothing leaves it: its channels are on the practice network.")]
    public bool IsPractice => member.Workspace.IsPractice;

    [GraphQLDescription("What whoever asks is there.")]
    public Role Role => member.Role;

    [GraphQLDescription("The one into which this request went.")]
    public bool IsEntered => isEntered;
}

/// <summary>Points of the token. Every operation costs some, known beforehand; they come back evenly.</summary>
public sealed record RateLimit(int Limit, int Remaining, DateTimeOffset ResetAt);

[QueryType]
public static class WorkspaceQueries
{
    [GraphQLDescription("As whom the token acts, and the token itself.")]
    public static Me GetMe(Current current, TokenDoor door) => new(current.Member, new Token(door.Token));

    [GraphQLDescription("The workspace that the token opens.")]
    public static Workspace GetWorkspace(Current current) => current.Workspace;

    [GraphQLDescription("The workspace into which the request went, in a list.")]
    [GraphQLDeprecated("It never held more than one. Ask workspace for the one you are in, and openWorkspaces for all that the token opens.")]
    [ListSize(AssumedSize = 1)]
    public static IReadOnlyList<Workspace> GetWorkspaces(Current current) => [current.Workspace];

    [GraphQLDescription("All workspaces that the token opens: one made by hand its own, an app's those its person chose. Say by the header Planable-Workspace into which one a request goes.")]
    [UsePaging]
    public static async Task<Connection<OpenWorkspace>> GetOpenWorkspaces(Current current, TokenDoor door, PagingArguments paging, CancellationToken cancel)
    {
        var page = await door.Members.AsNoTracking().Include(m => m.Workspace).OrderBy(m => m.Workspace.Name).ThenBy(m => m.Id).ToPageAsync(paging, cancel);
        return page.Select(m => new OpenWorkspace(m, m.WorkspaceId == current.Workspace.Id)).ToConnection();
    }

    [GraphQLDescription("What is left of the token's points, after this operation.")]
    public static RateLimit GetRateLimit(TokenDoor door, TokenMeter meter)
    {
        var left = meter.Left(door.Payer);
        return new(left.Limit, left.Remaining, left.ResetAt);
    }
}

[ObjectType<Workspace>]
public static class WorkspaceType
{
    static void Configure(IObjectTypeDescriptor<Workspace> workspace)
    {
        workspace.BindFieldsExplicitly().Description("A client: its posts, channels and people.");
        workspace.Field(w => w.Name);
        workspace.Field(w => w.Slug).Description("Its part of addresses: /w/{slug}.");
        workspace.Field(w => w.Zone).Description("The IANA time zone in which everything is planned.");
        workspace.Field(w => w.Locale);
        workspace.Field(w => w.WeekStart);
        workspace.Field(w => w.Website);
        workspace.Field(w => w.IsPractice).Description("Nothing leaves it: its channels are on the practice network.");
    }

    [NodeResolver]
    public static Workspace? Find(Guid id, Current current) => current.Workspace.Id == id ? current.Workspace : null;

    [GraphQLDescription("Nothing goes out while it is paused.")]
    public static bool IsPaused([Parent] Workspace workspace) => workspace.Pause is not null;

    [GraphQLDescription("The number of the last entry of the log: where a subscription would go on from now.")]
    public static long GetLastEvent([Parent] Workspace workspace) => workspace.LastSequence;
}

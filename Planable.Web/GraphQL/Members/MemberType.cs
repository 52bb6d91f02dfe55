using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Web.GraphQL.Channels;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Members;

[QueryType]
public static class MemberQueries
{
    [GraphQLDescription("The workspace's people, team and client. A client's token sees nobody but itself here.")]
    [UsePaging]
    public static IQueryable<Member> GetMembers(PlanableDb db, Current current)
    {
        var (all, me) = (current.Can(Permission.SeeInternal), current.Member.Id);
        return db.Members.AsNoTracking().Include(m => m.Person).Where(m => m.LeftAt == null && (all || m.Id == me)).OrderBy(m => m.JoinedAt);
    }
}

[ObjectType<Member>]
public static class MemberType
{
    static void Configure(IObjectTypeDescriptor<Member> member)
    {
        member.BindFieldsExplicitly().Description("A person in the workspace. Whoever left keeps their name on what they did.");
        member.Field(m => m.Name).Description("What they are called.");
        member.Field(m => m.Role).Description("What they are here.");
        member.Field(m => m.IsClient).Description("One of the client's people, not of the team.");
        member.Field(m => m.JoinedAt).Description("When they joined.");
        member.Field(m => m.LeftAt).Description("When they left; null while they belong.");
    }

    [NodeResolver]
    public static async Task<Member?> Find(Guid id, Current current, IMemberByIdDataLoader members, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) || id == current.Member.Id ? await members.LoadAsync(id, cancel) : null;

    [GraphQLDescription("All they may do. For the team's eyes, and one's own.")]
    [ListSize(AssumedSize = 20)]
    public static IReadOnlyList<Permission> GetPermissions([Parent] Member member, Current current) =>
        current.Can(Permission.SeeInternal) || member.Id == current.Member.Id ? [.. Enum.GetValues<Permission>().Where(member.Can)] : [];

    [GraphQLDescription("The only channels they see; null for all. For those who manage the members, and one's own.")]
    [ListSize(AssumedSize = 4)]
    public static async Task<IReadOnlyList<Channel>?> GetOnlyChannels([Parent] Member member, Current current, IChannelByIdDataLoader channels, CancellationToken cancel) =>
        member.OnlyChannels is { } only && (current.Can(Permission.ManageMembers) || member.Id == current.Member.Id) ? [.. (await Task.WhenAll(only.Select(id => channels.LoadAsync(id, cancel)))).OfType<Channel>()] : null;

    [GraphQLDescription("In which they read this workspace's pages and mails, where they chose it here; one's own only.")]
    public static string? GetLanguage([Parent] Member member, Current current) => member.Id == current.Member.Id ? member.Language : null;

    [GraphQLDescription("For the team's eyes, and one's own.")]
    public static string? GetEmail([Parent] Member member, Current current) => current.Can(Permission.SeeInternal) || member.Id == current.Member.Id ? member.Person.Email : null;
}

public interface IMemberByIdDataLoader : IDataLoader<Guid, Member>;

public static class MemberLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Member>> GetMemberByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, CancellationToken cancel) =>
        await db.Members.AsNoTracking().Include(m => m.Person).Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancel);
}

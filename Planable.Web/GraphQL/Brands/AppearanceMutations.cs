using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Brands;

/// <summary>Another name for a thing, in one language.</summary>
public sealed record OtherName(
    [property: GraphQLDescription("Two letters, such as \"en\".")] string Language,
    [property: GraphQLDescription("What it is usually called, such as \"Approve\".")] string Word,
    [property: GraphQLDescription("What it is called instead.")] string Name);

/// <summary>What the client's pages have differently from the company's; null is as the company has it.</summary>
public sealed record Appearance(
    [property: GraphQLDescription("Stands where the company's name would stand.")] string? Name,
    [property: GraphQLDescription("The colour of buttons and links, such as \"#0F5A46\".")] string? Accent,
    [property: GraphQLDescription("Key of the typeface: inter, dm-sans, source-serif-4 or system.")] string? Font,
    [property: GraphQLDescription("Things that are called otherwise.")] IReadOnlyList<OtherName> Names,
    [property: GraphQLDescription("Grows with every change.")] int Revision)
{
    internal static Appearance Of(BrandSheet? sheet) => new(sheet?.Name, sheet?.Accent, sheet?.Font, [.. (sheet?.Names ?? []).Select(n => new OtherName(n.Language, n.Word, n.Name))], sheet?.Revision ?? 0);
}

public sealed record OtherNameInput(
    [property: GraphQLDescription("Two letters, such as \"en\".")] string Language,
    [property: GraphQLDescription("What it is usually called, such as \"Approve\".")] string Word,
    [property: GraphQLDescription("What it is called instead.")] string Name);

/// <summary>What is left out is as the company has it from now on.</summary>
public sealed record SettleAppearanceInput(
    [property: GraphQLDescription("As it was read: somebody else's change since then is not overwritten.")] int? Revision,
    [property: GraphQLDescription("Stands where the company's name would stand.")] string? Name,
    [property: GraphQLDescription("Such as \"#0F5A46\". Too pale to be read on white it is refused, with the nearest shade that can.")] string? Accent,
    [property: GraphQLDescription("Key of the typeface: inter, dm-sans, source-serif-4 or system.")] string? Font,
    [property: GraphQLDescription("Things that are called otherwise.")] IReadOnlyList<OtherNameInput>? Names)
{
    internal BrandDraft Read() => new(Name, Accent, Font, [.. (Names ?? []).Select(n => new BrandName(n.Language, n.Word, n.Name))]);
}

[MutationType, Error<UserError>, Scope(TokenScope.Write)]
public static class AppearanceMutations
{
    [GraphQLDescription("Decides what the client's pages, mails and documents have differently from the company's. Logos are uploaded on the page.")]
    public static async Task<Appearance> SettleAppearance(SettleAppearanceInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var id = current.Workspace.Id;
        var sheet = await db.BrandSheets.SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (sheet is null)
            db.BrandSheets.Add(sheet = BrandSheet.Of(current.Workspace));
        else if (input.Revision is { } revision)
            db.Entry(sheet).Property(s => s.Revision).OriginalValue = revision;
        sheet.Settle(input.Read(), current.Workspace, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return Appearance.Of(sheet);
    }
}

[ExtendObjectType<Workspace>]
public static class WorkspaceAppearance
{
    [GraphQLDescription("What its pages have differently from the company's. For the team.")]
    public static async Task<Appearance?> GetAppearance([Parent] Workspace workspace, PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) ? Appearance.Of(await db.BrandSheets.AsNoTracking().SingleOrDefaultAsync(s => s.Id == workspace.Id, cancel)) : null;
}

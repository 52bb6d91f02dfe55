using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Views;

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class ViewMutations
{
    [GraphQLDescription("Keeps a way of looking at the calendar under a name.")]
    public static async Task<SavedView> SaveView(
        [GraphQLDescription("What it is called.")] string name, [GraphQLDescription("The calendar's address as it stands in the browser; what comes after the question mark is kept.")] string address,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, [GraphQLDescription("Who finds it.")] Audience audience = Audience.Team)
    {
        current.Must(Permission.SeeInternal);
        var view = SavedView.Save(name, audience, Read(address), current.Member, clock.GetUtcNow());
        db.Views.Add(view);
        await db.SaveChangesAsync(cancel);
        return view;
    }

    [GraphQLDescription("Changes a view. What is left out stays as it is.")]
    public static async Task<SavedView> EditView(
        [ID<SavedView>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("What it is called.")] string? name, [GraphQLDescription("Who finds it.")] Audience? audience, [GraphQLDescription("What it keeps from now on, as an address of the calendar.")] string? address,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var view = await Find(db, current, id, cancel);
        if (!view.CanBeEditedBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not change this view.");
        view.Rename(name ?? view.Name, audience ?? view.Audience, current.Member, clock.GetUtcNow());
        if (address is not null)
            view.Keep(Read(address), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return view;
    }

    [GraphQLDescription("Takes a view away.")]
    public static async Task<SavedView> RemoveView([ID<SavedView>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var view = await Find(db, current, id, cancel);
        view.Remove(current.Member, clock.GetUtcNow());
        db.Views.Remove(view);
        await db.SaveChangesAsync(cancel);
        return view;
    }

    [GraphQLDescription("With which view the calendar of the token's own member opens.")]
    public static async Task<SavedView> OpenWithView([ID<SavedView>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, CancellationToken cancel, [GraphQLDescription("False: it opens as they left it.")] bool on = true)
    {
        var (view, me) = (await Find(db, current, id, cancel), current.Member);
        var chosen = await db.DefaultViews.SingleOrDefaultAsync(d => d.MemberId == me.Id, cancel);
        if (on && chosen is null)
            db.DefaultViews.Add(new DefaultView(me, view));
        else if (on)
            chosen!.Choose(view);
        else if (chosen?.ViewId == id)
            db.DefaultViews.Remove(chosen);
        await db.SaveChangesAsync(cancel);
        return view;
    }

    static Task<SavedView> Find(PlanableDb db, Current current, Guid id, CancellationToken cancel) => db.Views.OpenTo(current.Member).SingleOrDefaultAsync(v => v.Id == id, cancel).Or("view");

    internal static CalendarQuery Read(string address)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        var values = QueryHelpers.ParseQuery(at < 0 ? "" : address[at..]);
        return CalendarQuery.Read(name => values.TryGetValue(name, out var value) ? value[0] : null);
    }
}

[QueryType]
public static class ViewQueries
{
    [GraphQLDescription("Saved views that the token's member finds, by name.")]
    [UsePaging]
    public static IQueryable<SavedView> GetViews(PlanableDb db, Current current) => db.Views.AsNoTracking().OpenTo(current.Member).OrderBy(v => v.Name);
}

[ObjectType<SavedView>]
public static class ViewType
{
    static void Configure(IObjectTypeDescriptor<SavedView> view)
    {
        view.BindFieldsExplicitly().Name("SavedView").Description("A way of looking at the calendar, under a name.");
        view.Field(v => v.Id).ID("SavedView").Description("Its id.");
        view.Field(v => v.Name).Description("What it is called.");
        view.Field(v => v.Audience).Description("Who finds it.");
        view.Field(v => v.SavedAt).Description("When it was kept.");
    }

    [GraphQLDescription("What the calendar shows with it, as its address has it.")]
    public static string GetAddress([Parent] SavedView view, Current current) => current.Member.IsClient ? ViewMutations.Read(view.Address).ForClient().Look() : view.Address;
}

using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Calendar;

/// <summary>A way of looking at the calendar under a name: view, filters and order, without a date.</summary>
public class SavedView : Recorded, IBelongToWorkspace, IRevised
{
    public const int NameLength = 60;
    public const int AddressLength = 4000;

    SavedView()
    {
    }

    public static SavedView Save(string name, Audience audience, CalendarQuery query, Member by, DateTimeOffset at)
    {
        by.Must(Permission.SeeInternal);
        var view = new SavedView { OwnerId = by.Id, Owner = by, SavedAt = at };
        view.Take(name, audience, query);
        view.Record(by, "saved", at, audience, ("name", view.Name));
        return view;
    }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    public Guid OwnerId { get; private set; }

    public Member Owner { get; private set; } = null!;

    /// <summary>Who finds it: the team, or the client too, who gets it without what only the team filters by.</summary>
    public Audience Audience { get; private set; }

    /// <summary>As <see cref="CalendarQuery.Look"/> writes it.</summary>
    public string Address { get; private set; } = "";

    public DateTimeOffset SavedAt { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "view";

    /// <summary>Its owner changes it, and whoever settles the workspace: people leave, their views stay.</summary>
    public bool CanBeEditedBy(Member by) => by.Can(Permission.ManageWorkspace) || (OwnerId == by.Id && by.Can(Permission.SeeInternal));

    public void Rename(string name, Audience audience, Member by, DateTimeOffset at) => Change(name, audience, Address, by, at);

    /// <summary>Keeps another look under the same name.</summary>
    public void Keep(CalendarQuery query, Member by, DateTimeOffset at) => Change(Name, Audience, query.Look(), by, at);

    /// <summary>To be removed by the caller. A view holds nothing but a look, so nothing is lost that cannot be chosen again.</summary>
    public void Remove(Member by, DateTimeOffset at)
    {
        MustEdit(by);
        Record(by, "removed", at, Audience, ("name", Name));
    }

    void Change(string name, Audience audience, string address, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        var before = (Name, Audience, Address);
        Take(name, audience, address);
        if (before != (Name, Audience, Address))
            Record(by, "changed", at, before.Audience == Audience.Client ? Audience.Client : Audience, ("name", Name));
    }

    void MustEdit(Member by)
    {
        if (!CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not change this view.");
    }

    void Take(string name, Audience audience, CalendarQuery query) => Take(name, audience, query.Look());

    void Take(string name, Audience audience, string address)
    {
        name = name.Trim();
        if (name.Length is 0 or > NameLength)
            throw new RuleBroken("VIEW_NAME", "Give the view a name of at most {0} characters.", NameLength);
        if (address.Length > AddressLength)
            throw new RuleBroken("VIEW_LONG", "These are more filters than a view can keep. Remove some of them.");
        (Name, Audience, Address) = (name, audience, address);
    }
}

/// <summary>The view with which somebody's calendar opens.</summary>
public class DefaultView : Entity, IBelongToWorkspace
{
    DefaultView()
    {
    }

    public DefaultView(Member of, SavedView view)
    {
        MemberId = of.Id;
        Choose(view);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid MemberId { get; private set; }

    public Guid ViewId { get; private set; }

    public SavedView View { get; private set; } = null!;

    public void Choose(SavedView view) => (ViewId, View) = (view.Id, view);
}

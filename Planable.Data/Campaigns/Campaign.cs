using Planable.Data.Labels;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Campaigns;

/// <summary>Posts that serve one purpose for a while. A removed one stays in the table, with its posts, so that it can come back.</summary>
public class Campaign : Recorded, IBelongToWorkspace, IRevised
{
    public const int BriefLength = 4000;

    Campaign()
    {
    }

    public Campaign(Member by, string name, int colour, DateTimeOffset at)
    {
        by.Must(Permission.WritePosts);
        Call(name, colour);
        CreatedAt = at;
        Record(by, "created", at, ("name", Name));
    }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>See <see cref="Label.Key"/>.</summary>
    public string Key { get; private set; } = "";

    public int Colour { get; private set; }

    public DateOnly? Starts { get; private set; }

    public DateOnly? Ends { get; private set; }

    /// <summary>What it is for.</summary>
    public string? Brief { get; private set; }

    /// <summary>Before those of the client; null has none of its own.</summary>
    public LinkRules? LinkRules { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public Guid? MergedIntoId { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "campaign";

    public void Edit(string name, int colour, DateOnly? starts, DateOnly? ends, string? brief, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (ends < starts)
            throw new RuleBroken("ENDS_BEFORE_START", "A campaign cannot end before it starts.");
        var before = (Name, Colour, Starts, Ends, Brief);
        Call(name, colour);
        (Starts, Ends) = (starts, ends);
        Brief = string.IsNullOrWhiteSpace(brief) ? null : brief.Trim();
        if (before.Name != Name)
            Record(by, "renamed", at, ("from", before.Name), ("to", Name));
        else if (before != (Name, Colour, Starts, Ends, Brief))
            Record(by, "edited", at, ("name", Name));
    }

    public void TagLinks(LinkRules? rules, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        LinkRules = rules;
        Record(by, "links-tagged", at, ("name", Name), ("rules", rules?.ToString()));
    }

    /// <summary>See <see cref="CampaignRemovals"/>, which sees to its posts.</summary>
    internal void Remove(Campaign? into, int posts, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (into?.Id == Id)
            throw new RuleBroken("MERGED_INTO_ITSELF", "Choose another campaign to merge this one into.");
        RemovedAt = at;
        MergedIntoId = into?.Id;
        Key = Id.ToString();
        Record(by, into is null ? "removed" : "merged", at, ("name", Name), ("into", into?.Name), ("posts", posts.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    internal void Restore(Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (RemovedAt is null)
            return;
        RemovedAt = null;
        MergedIntoId = null;
        Key = Label.KeyOf(Name);
        Record(by, "restored", at, ("name", Name));
    }

    void Call(string name, int colour)
    {
        var clean = Label.Clean(name);
        if (clean.Length is 0 or > Label.NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", Label.NameLength);
        Name = clean;
        Key = Label.KeyOf(clean);
        Colour = Math.Clamp(colour, 0, Workspace.Colours - 1);
    }
}

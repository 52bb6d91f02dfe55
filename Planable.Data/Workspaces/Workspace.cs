using System.Text.RegularExpressions;
using Planable.Data.Approvals;
using Planable.Data.Blackouts;
using Planable.Data.BrandRules;
using Planable.Data.Companies;
using Planable.Data.Ideas;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Data.Targets;
using Planable.Data.Times;

namespace Planable.Data.Workspaces;

/// <summary>One brand or client of a company.</summary>
public partial class Workspace : Recorded, IRevised
{
    public const int NameLength = 80;
    public const int Colours = 12;

    Workspace()
    {
    }

    internal Workspace(Company company, Person founder, string name, string slug, string zone, int colour, bool isPractice, DateTimeOffset at)
    {
        if (!Slugs().IsMatch(slug))
            throw new RuleBroken("SLUG_INVALID", "The address may hold small letters, digits and dashes, 2 to 40 of them.");
        CompanyId = company.Id;
        Slug = slug;
        Name = name.Trim();
        Zone = Zones.Must(zone);
        Colour = colour;
        IsPractice = isPractice;
        CreatedAt = at;
        Founder = new Member(this, founder, Role.Owner, at);
        Record(Founder, "opened", at, ("name", Name), ("zone", Zone), ("practice", isPractice ? "yes" : null));
    }

    public Guid CompanyId { get; private set; }

    public string Slug { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>IANA zone in which everything is planned.</summary>
    public string Zone { get; private set; } = "Etc/UTC";

    public string Locale { get; private set; } = "en-GB";

    public DayOfWeek WeekStart { get; private set; } = DayOfWeek.Monday;

    public string? Website { get; private set; }

    public int Colour { get; private set; }

    /// <summary>Who sees new posts.</summary>
    public Audience DefaultAudience { get; private set; } = Audience.Client;

    public AltPolicy AltPolicy { get; private set; } = AltPolicy.Recommended;

    /// <summary>Found late (after an outage), a delivery is sent if it is at most this late, else held for a person.</summary>
    public int LateMinutes { get; private set; } = 30;

    /// <summary>What becomes of posts whose channel takes no more for now.</summary>
    public QuotaPolicy QuotaPolicy { get; private set; }

    public Pause? Pause { get; private set; }

    /// <summary>What the links of posts get; null adds nothing.</summary>
    public LinkRules? LinkRules { get; private set; }

    /// <summary>Where the short links of its posts begin; null writes links out.</summary>
    public string? ShortLinksAt { get; private set; }

    public List<Blackout> Blackouts { get; private set; } = [];

    /// <summary>What a week is to hold, as a whole and on single channels; at most one of each.</summary>
    public List<WeekTarget> Targets { get; private set; } = [];

    /// <summary>What its texts are held against before they are submitted.</summary>
    public List<BrandRule> BrandRules { get; private set; } = [];

    /// <summary>Who has to say yes to its posts.</summary>
    public ApprovalRules Approvals { get; private set; } = new();

    /// <summary>Where its ideas can be sent; null while it is closed.</summary>
    public IdeaMail? IdeaMail { get; private set; }

    /// <summary>Somebody else's calendars are shown behind its own; most clients have none, and their calendar need not look.</summary>
    public bool HasOverlays { get; internal set; }

    /// <summary>A training workspace: only practice channels can be connected. Decided when it is opened, for good: what is a real client stays one.</summary>
    public bool IsPractice { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public long LastSequence { get; private set; }

    public string LastHash { get; private set; } = "";

    public int Revision { get; private set; }

    /// <summary>Set only on a workspace that was just opened: save it with the workspace.</summary>
    public Member? Founder { get; }

    protected override string Subject => "workspace";

    /// <summary>Before somebody asks for a mail: none leaves a practice workspace.</summary>
    public void MustSendMail()
    {
        if (IsPractice)
            throw new RuleBroken("PRACTICE_MAIL", "{0} is a practice workspace and sends no mail. Leave the address out, and pass the link on yourself.", Name);
    }

    public void Settle(Member by, string name, string locale, DayOfWeek weekStart, string? website, int colour, Audience defaultAudience, int lateMinutes, AltPolicy altPolicy, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var changes = new List<string>();
        Change("name", Name, name.Trim(), v => Name = v);
        Change("locale", Locale, locale, v => Locale = v);
        Change("week start", WeekStart, weekStart, v => WeekStart = v);
        Change("website", Website, string.IsNullOrWhiteSpace(website) ? null : website.Trim(), v => Website = v);
        Change("colour", Colour, Math.Clamp(colour, 0, Colours - 1), v => Colour = v);
        Change("default visibility", DefaultAudience, defaultAudience, v => DefaultAudience = v);
        Change("alternative texts", AltPolicy, altPolicy, v => AltPolicy = v);
        Change("late limit", LateMinutes, Math.Clamp(lateMinutes, 0, 24 * 60), v => LateMinutes = v);
        if (changes.Count > 0)
            Record(by, "settled", at, ("changed", string.Join(", ", changes)));

        void Change<T>(string what, T before, T after, Action<T> set)
        {
            if (EqualityComparer<T>.Default.Equals(before, after))
                return;
            set(after);
            changes.Add(what);
        }
    }

    public void SettleQuotas(QuotaPolicy policy, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (QuotaPolicy == policy)
            return;
        QuotaPolicy = policy;
        Record(by, "settled", at, ("changed", "full channels"));
    }

    /// <summary>Versions made before keep their links: what was approved is what goes out.</summary>
    public void TagLinks(LinkRules? rules, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        LinkRules = rules;
        Record(by, "links-tagged", at, ("rules", rules?.ToString()));
    }

    /// <summary>Versions made before keep their links, and every short link goes on working.</summary>
    /// <param name="origin">Where short links begin, e.g. "https://planable.example"; null writes links out.</param>
    public void ShortenLinks(string? origin, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (origin is not null && !(Uri.TryCreate(origin, UriKind.Absolute, out var site) && site.Scheme is "http" or "https" && site.PathAndQuery == "/"))
            throw new RuleBroken("ORIGIN_INVALID", "Short links need the address of this installation, such as https://planable.example.");
        var kept = origin?.TrimEnd('/');
        if (kept == ShortLinksAt)
            return;
        ShortLinksAt = kept;
        Record(by, kept is null ? "links-written-out" : "links-shortened", at, ("origin", kept));
    }

    /// <summary>Its pages look different from now on: see <see cref="Brands.BrandSheet"/>.</summary>
    internal void Dress(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        Record(by, "branded", at);
    }

    /// <summary>Posts already scheduled are moved by the caller, who asked how.</summary>
    public void MoveTo(string zone, bool keepLocalTimes, int posts, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var from = Zone;
        Zone = Zones.Must(zone);
        Record(by, "zone-changed", at, ("from", from), ("to", Zone), ("kept", keepLocalTimes ? "local times" : "instants"), ("posts", posts.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public void PauseAll(Member by, string why, DateTimeOffset at)
    {
        by.Must(Permission.PausePublishing);
        if (string.IsNullOrWhiteSpace(why))
            throw new RuleBroken("REASON_MISSING", "Say why, so that everybody who sees the banner knows.");
        if (Pause is not null)
            return;
        Pause = new Pause(at, by.Person.Name, why.Trim());
        Record(by, "paused", at, ("why", why.Trim()));
    }

    public void Resume(Member by, DateTimeOffset at)
    {
        by.Must(Permission.PausePublishing);
        if (Pause is null)
            return;
        Pause = null;
        Record(by, "resumed", at);
    }

    public Blackout Block(DateOnly first, DateOnly last, string reason, bool isPublic, Member by, DateTimeOffset at)
    {
        by.Must(Permission.PausePublishing);
        if (string.IsNullOrWhiteSpace(reason))
            throw new RuleBroken("REASON_MISSING", "Say why, so that everybody who is refused a day knows.");
        if (last < first)
            throw new RuleBroken("DAYS_REVERSED", "The last day lies before the first.");
        if (last.DayNumber - first.DayNumber > 366)
            throw new RuleBroken("DAYS_MANY", "A blackout lasts a year at most. To stop everything until further notice, pause publishing.");
        reason = reason.Trim();
        var blackout = new Blackout(Guid.CreateVersion7(at), first, last, reason[..Math.Min(reason.Length, Blackout.ReasonLength)], isPublic, by.Person.Name, at);
        Blackouts = [.. Blackouts.Append(blackout).OrderBy(b => b.First)];
        Record(by, "blackout-set", at, isPublic ? Audience.Client : Audience.Team, ("from", Say(first)), ("to", Say(last)), ("why", blackout.Reason));
        return blackout;
    }

    public void Unblock(Guid blackoutId, Member by, DateTimeOffset at)
    {
        by.Must(Permission.PausePublishing);
        if (Blackouts.Find(b => b.Id == blackoutId) is not { } blackout)
            return;
        Blackouts = [.. Blackouts.Where(b => b.Id != blackoutId)];
        Record(by, "blackout-lifted", at, blackout.IsPublic ? Audience.Client : Audience.Team, ("from", Say(blackout.First)), ("to", Say(blackout.Last)), ("why", blackout.Reason));
    }

    /// <summary>What a week is to hold, in place of what was wanted of it so far.</summary>
    /// <param name="channel">Null for the workspace as a whole.</param>
    public void Aim(Channels.Channel? channel, int posts, IReadOnlyCollection<MixShare> mix, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (posts is < 1 or > WeekTarget.MostPosts)
            throw new RuleBroken("TARGET_POSTS", "A week can be given 1 to {0} posts.", WeekTarget.MostPosts);
        if (mix.Any(m => m.Percent is < 1 or > 100) || mix.Sum(m => m.Percent) > 100)
            throw new RuleBroken("TARGET_MIX", "Each share is 1 to 100 %, and together they are at most 100 %.");
        if (mix.DistinctBy(m => m.LabelId).Count() < mix.Count)
            throw new RuleBroken("TARGET_TWICE", "Each label can have one share.");
        var target = new WeekTarget(Guid.CreateVersion7(at), channel?.Id, posts, [.. mix]);
        Targets = [.. Targets.Where(t => t.ChannelId != channel?.Id), target];
        Record(by, "target-set", at, ("posts", posts.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("channel", channel?.Name));
    }

    public void DropTarget(Guid targetId, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (Targets.Find(t => t.Id == targetId) is not { } target)
            return;
        Targets = [.. Targets.Where(t => t.Id != targetId)];
        Record(by, "target-dropped", at, ("posts", target.Posts.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    public BrandRule AddBrandRule(BrandRuleDraft draft, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (BrandRules.Count >= BrandRule.MostRules)
            throw new RuleBroken("RULES_MANY", "A client has up to {0} brand rules. Put words of one kind into one rule.", BrandRule.MostRules);
        var rule = BrandRule.Of(Guid.CreateVersion7(at), draft, by.Person.Name, at);
        MustBeUnique(rule);
        BrandRules = [.. BrandRules, rule];
        Record(by, "brand-rule-added", at, ("name", rule.Name), ("severity", rule.Blocks ? "blocks" : "warns"));
        return rule;
    }

    public void ChangeBrandRule(Guid id, BrandRuleDraft draft, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var before = BrandRules.Find(r => r.Id == id) ?? throw new RuleBroken("RULE_GONE", "This rule is not there any more.");
        var rule = BrandRule.Of(id, draft with { Kind = before.Kind }, by.Person.Name, at);
        MustBeUnique(rule);
        BrandRules = [.. BrandRules.Select(r => r.Id == id ? rule : r)];
        Record(by, "brand-rule-changed", at, ("name", rule.Name), ("severity", rule.Blocks ? "blocks" : "warns"));
    }

    public void RemoveBrandRule(Guid id, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (BrandRules.Find(r => r.Id == id) is not { } rule)
            return;
        BrandRules = [.. BrandRules.Where(r => r.Id != id)];
        Record(by, "brand-rule-removed", at, ("name", rule.Name));
    }

    /// <summary>Rules that speak of a label speak of the one it was merged into.</summary>
    internal void MergeInBrandRules(Guid label, Guid into)
    {
        if (BrandRules.Exists(r => r.Labels.Contains(label)))
            BrandRules = [.. BrandRules.Select(r => r.Following(label, into))];
    }

    void MustBeUnique(BrandRule rule)
    {
        if (BrandRules.Exists(r => r.Id != rule.Id && string.Equals(r.Name, rule.Name, StringComparison.OrdinalIgnoreCase)))
            throw new RuleBroken("NAME_TAKEN", "There is one called \"{0}\" already.", rule.Name);
    }

    /// <summary>How its posts are approved from now on. What is on its way keeps the flow it was sent with.</summary>
    public void SettleApprovals(ApprovalRules rules, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (rules.Flows.Count > ApprovalFlow.MostFlows)
            throw new RuleBroken("FLOWS_MANY", "A client has up to {0} flows.", ApprovalFlow.MostFlows);
        if (rules.Flows.Select(f => f.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() < rules.Flows.Count)
            throw new RuleBroken("NAME_TAKEN", "There is one called \"{0}\" already.", rules.Flows.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).First(g => g.Count() > 1).Key);
        Approvals = rules;
        Record(by, "approvals-settled", at, ("mode", rules.Mode.ToString()), ("default", rules.Default?.Name), ("flows", string.Join(", ", rules.Flows.Select(f => f.Name))));
    }

    /// <summary>Opens the mailbox of its ideas, or gives it another address: mail to the old one is dropped from now on.</summary>
    public void OpenIdeaMail(bool takesOutsiders, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var isNew = IdeaMail is null;
        IdeaMail = new IdeaMail(Ideas.IdeaMail.NewKey(), takesOutsiders, by.Id);
        Record(by, isNew ? "idea-mail-opened" : "idea-mail-renewed", at);
    }

    public void LetOutsidersMailIdeas(bool yes, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (IdeaMail is null || IdeaMail.TakesOutsiders == yes)
            return;
        IdeaMail = IdeaMail with { TakesOutsiders = yes };
        Record(by, "idea-mail-settled", at, ("outsiders", yes ? "taken" : "dropped"));
    }

    public void CloseIdeaMail(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (IdeaMail is null)
            return;
        IdeaMail = null;
        Record(by, "idea-mail-closed", at);
    }

    public Blackout? BlackoutAt(DateTimeOffset instant) =>
        Blackouts.Count == 0 ? null : BlackoutOn(DateOnly.FromDateTime(Zones.ToLocal(instant, Zone)));

    /// <summary>A client's people see those that were made public.</summary>
    public IReadOnlyList<Blackout> BlackoutsFor(Member reader) => reader.IsClient ? [.. Blackouts.Where(b => b.IsPublic)] : Blackouts;

    public Blackout? BlackoutOn(DateOnly day) => Blackouts.Find(b => b.Covers(day));

    /// <summary>Nothing is planned into a blackout, whoever plans it and by whatever way.</summary>
    public void MustBeOpen(DateTimeOffset instant)
    {
        if (BlackoutAt(instant) is not { } blackout)
            return;
        throw blackout.First == blackout.Last
            ? new RuleBroken("BLACKOUT", "Nothing goes out on {0}: {1}. Choose another day.", Say(blackout.First), blackout.Reason)
            : new RuleBroken("BLACKOUT", "Nothing goes out from {0} to {1}: {2}. Choose a day before or after.", Say(blackout.First), Say(blackout.Last), blackout.Reason);
    }

    static string Say(DateOnly day) => day.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);

    public static string SlugFor(string name)
    {
        var slug = NotSlug().Replace(name.Normalize(System.Text.NormalizationForm.FormD).ToLowerInvariant(), "-").Trim('-');
        return slug.Length < 2 ? "client" : slug[..Math.Min(slug.Length, 32)].Trim('-');
    }

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$")]
    private static partial Regex Slugs();

    [GeneratedRegex(@"(?:[^a-z0-9\p{Mn}]+)|\p{Mn}+")]
    private static partial Regex NotSlug();
}

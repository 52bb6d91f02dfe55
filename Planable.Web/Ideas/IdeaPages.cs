using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Ideas;
using Planable.Data.Posts;
using Planable.Web.Labels;

namespace Planable.Web.Ideas;

public sealed class IdeaForm
{
    [Display(Name = "Idea"), StringLength(Idea.TextLength)]
    public string? Text { get; set; }

    [Display(Name = "Link"), StringLength(IdeaAddress.Length)]
    public string? Url { get; set; }

    /// <summary>It came by a share sheet or a share link.</summary>
    public bool Shared { get; set; }

    public List<Guid> Labels { get; set; } = [];

    public List<IFormFile> Files { get; set; } = [];

    /// <summary>Files it has and keeps.</summary>
    public List<Guid> Keep { get; set; } = [];

    public int Revision { get; set; }

    /// <summary>Phones put the address into the text as often as into its own field.</summary>
    public static IdeaForm Of(string? url, string? title, string? text)
    {
        var address = IdeaAddress.Read(url);
        var words = (text ?? "").Trim();
        if (address is null && words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(w => w.StartsWith("http", StringComparison.OrdinalIgnoreCase) && IdeaAddress.Read(w) is not null) is { } inText)
        {
            address = IdeaAddress.Read(inText);
            words = words.Replace(inText, "", StringComparison.Ordinal).Trim();
        }

        var lines = new[] { title?.Trim(), words == title?.Trim() ? null : words }.Where(l => !string.IsNullOrEmpty(l));
        return new IdeaForm { Url = address ?? url?.Trim(), Text = string.Join("\n\n", lines), Shared = url is not null || title is not null || text is not null };
    }
}

public sealed record IdeaRow(Guid Id, string Text, string? Url, IdeaState State, DateTimeOffset TouchedAt)
{
    public required IReadOnlyList<IdeaBringer> By { get; init; }

    public required IReadOnlyList<IdeaShot> Files { get; init; }

    public required IReadOnlyList<LabelChoice> Labels { get; init; }

    public string Title => Idea.TitleOf(Text, Url);

    /// <summary>What stands below the title.</summary>
    public string Rest => Text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end ? Text[(end + 1)..].Trim() : "";

    public string? Host => Url is not null && Uri.TryCreate(Url, UriKind.Absolute, out var address) ? address.Host : null;
}

public sealed record IdeaBringer(string Name, bool IsOutside, IdeaWay Way, DateTimeOffset At, string? Address, string? LeftOut, string Text);

public sealed record IdeaShot(Guid Id, string FileName, int Width, int Height, string? Placeholder);

public sealed record IdeasPage(IReadOnlyList<IdeaRow> Ideas, IReadOnlyDictionary<IdeaState, int> Counts, IdeaState State, string? Text, Guid? Label, int Page, int Pages, IReadOnlyList<LabelChoice> Labels, IdeaForm Form)
{
    public const int Size = 30;

    public bool HasFilters => Text is not null || Label is not null;

    public string Query(IdeaState? state = null, Guid? label = null, bool anyLabel = false, int page = 1) =>
        "?" + string.Join('&', new[]
        {
            (state ?? State) == IdeaState.Open ? null : $"state={(state ?? State).ToString().ToLowerInvariant()}",
            anyLabel ? null : (label ?? Label) is { } id ? $"label={id}" : null,
            Text is null ? null : "q=" + Uri.EscapeDataString(Text),
            page > 1 ? $"page={page}" : null,
        }.OfType<string>());
}

public sealed record IdeaPage(IdeaRow Idea, IdeaForm Form, IReadOnlyList<IdeaPost> Posts, IReadOnlyList<LabelChoice> Labels);

public sealed record IdeaPost(Guid Id, string Title, PostState State);

/// <summary>Reads the inbox, a fixed number of commands whatever it holds.</summary>
public sealed class IdeaReader(PlanableDb db)
{
    public async Task<IdeasPage> List(IdeaState state, string? text, Guid? label, int page, IdeaForm form, CancellationToken cancel)
    {
        text = text?.Trim() is { Length: > 0 and <= 200 } typed ? typed : null;
        IQueryable<Idea> matching = db.Ideas.AsNoTracking();
        if (text?.ToLowerInvariant() is { } lowered)
        {
#pragma warning disable CA1304, CA1311, CA1862 // Lowered by the database, which knows no culture of ours.
            matching = matching.Where(i => i.Text.ToLower().Contains(lowered) || (i.Url != null && i.Url.ToLower().Contains(lowered)));
#pragma warning restore CA1304, CA1311, CA1862
        }

        if (label is { } id)
            matching = matching.Where(i => i.Labels.Any(l => l.LabelId == id));
        var counts = await matching.GroupBy(i => i.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var pages = Math.Max(1, (counts.GetValueOrDefault(state) + IdeasPage.Size - 1) / IdeasPage.Size);
        page = Math.Clamp(page, 1, pages);
        var rows = await Rows(matching.Where(i => i.State == state).OrderByDescending(i => i.TouchedAt).ThenByDescending(i => i.Id).Skip((page - 1) * IdeasPage.Size).Take(IdeasPage.Size), 600).ToListAsync(cancel);
        return new IdeasPage(rows, counts, state, text, label, page, pages, await Labels(form.Labels, cancel), form);
    }

    public async Task<IdeaPage?> Read(Guid id, IdeaForm? form, CancellationToken cancel)
    {
        if (await Rows(db.Ideas.AsNoTracking().Where(i => i.Id == id), Idea.TextLength).SingleOrDefaultAsync(cancel) is not { } row)
            return null;
        form ??= new IdeaForm { Text = row.Text, Url = row.Url, Labels = [.. row.Labels.Select(l => l.Id)] };
        var posts = await db.Posts.AsNoTracking().Where(p => p.IdeaId == id).OrderBy(p => p.CreatedAt).Select(p => new { p.Id, Text = p.Text.Substring(0, 100), p.State }).Take(20).ToListAsync(cancel);
        return new IdeaPage(row, form, [.. posts.Select(p => new IdeaPost(p.Id, Posts.PostPage.TitleOf(p.Text), p.State))], await Labels(form.Labels, cancel));
    }

    public async Task<IReadOnlyList<LabelChoice>> Labels(IReadOnlyCollection<Guid> chosen, CancellationToken cancel) =>
        await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new LabelChoice(l.Id, l.Name, l.Colour, chosen.Contains(l.Id))).ToListAsync(cancel);

    static IQueryable<IdeaRow> Rows(IQueryable<Idea> ideas, int textLength) =>
        ideas.AsSplitQuery().Select(i => new IdeaRow(i.Id, i.Text.Length > textLength ? i.Text.Substring(0, textLength) : i.Text, i.Url, i.State, i.TouchedAt)
        {
            By = i.Captures.OrderBy(c => c.At).ThenBy(c => c.Id).Select(c => new IdeaBringer(c.Name, c.MemberId == null, c.Way, c.At, c.Address, c.LeftOut, c.Text)).ToList(),
            Files = i.Files.Where(f => f.Asset.DeletedAt == null).OrderBy(f => f.Position).Select(f => new IdeaShot(f.MediaId, f.Asset.FileName, f.Asset.Width, f.Asset.Height, f.Asset.Placeholder)).ToList(),
            Labels = i.Labels.Where(l => l.Label.RemovedAt == null).OrderBy(l => l.Label.Name).Select(l => new LabelChoice(l.LabelId, l.Label.Name, l.Label.Colour, true)).ToList(),
        });
}

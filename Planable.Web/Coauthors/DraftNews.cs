using System.Text.Json;
using Planable.Data.Coauthors;

namespace Planable.Web.Coauthors;

/// <summary>The state of a shared draft as a page is told it.</summary>
/// <param name="Taken">The number of this page's last change in it.</param>
/// <param name="Texts">Those the page was not told yet; null where there is nothing new.</param>
/// <param name="Saved">The texts of the post; null where it was not saved since.</param>
public sealed record DraftNews(Guid Draft, int Sequence, int Taken, int Revision, IReadOnlyDictionary<string, string>? Texts, IReadOnlyDictionary<string, string>? Saved)
{
    static readonly JsonSerializerOptions Small = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public static DraftNews Of(SharedDraft draft, string page) =>
        new(draft.Id, draft.Sequence, draft.Taken.GetValueOrDefault(page), draft.PostRevision, draft.Texts, draft.Saved);

    /// <summary>Without what the page knows already.</summary>
    public DraftNews Since(DraftNews? told) =>
        told is null || told.Draft != Draft
            ? this
            : this with
            {
                Texts = Texts?.Where(t => told.Texts?.GetValueOrDefault(t.Key) != t.Value).ToDictionary(StringComparer.Ordinal),
                Saved = told.Revision == Revision ? null : Saved,
            };

    public string ToJson() => JsonSerializer.Serialize(this, Small);
}

/// <summary>Somebody else who has the post open.</summary>
public sealed record CoauthorShown(string Page, string Name, string Initials, int Hue, string Place, int Start, int End)
{
    public static string ToJson(IEnumerable<CoauthorShown> all) => JsonSerializer.Serialize(all, JsonSerializerOptions.Web);
}

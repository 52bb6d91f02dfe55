using System.Text.Json;
using System.Text.RegularExpressions;
using Planable.Jobs.Languages;
using Planable.Tests.Support;

namespace Planable.Tests.Languages;

/// <summary>What clients and guests read is there in every language, and says the same things with the same blanks.</summary>
public partial class PhrasesTests
{
    /// <summary>Where it is said. Folders count whole.</summary>
    static readonly string[] Places =
    [
        "Planable.Web/Reviews/Review", "Planable.Web/Reviews/ReviewController.cs", "Planable.Web/Reviews/ReviewReader.cs", "Planable.Web/Reviews/ReviewMails.cs", "Planable.Web/Reviews/DecisionList.cs",
        "Planable.Web/Home/Index.cshtml", "Planable.Web/Times", "Planable.Web/Posts/Previews", "Planable.Web/Posts/_PostPreview.cshtml", "Planable.Web/Posts/_Deliveries.cshtml", "Planable.Web/Posts/_Deleted.cshtml",
        "Planable.Web/Approvals/ApprovalWords.cs", "Planable.Web/Approvals/ApprovalsController.cs", "Planable.Web/Approvals/Index.cshtml", "Planable.Web/Approvals/Mine.cshtml", "Planable.Web/Approvals/_Decide.cshtml",
        "Planable.Web/Approvals/_Row.cshtml", "Planable.Web/Approvals/_Done.cshtml",
        "Planable.Web/Conversations/_About.cshtml", "Planable.Web/Conversations/_Comment.cshtml", "Planable.Web/Conversations/_Conversation.cshtml", "Planable.Web/Conversations/_Say.cshtml", "Planable.Web/Conversations/_Suggestion.cshtml",
        "Planable.Web/Conversations/_Tasks.cshtml", "Planable.Web/Conversations/ThreadsController.cs", "Planable.Web/Certificates",
        "Planable.Web/Calendar/Index.cshtml", "Planable.Web/Calendar/_Calendar.cshtml", "Planable.Web/Calendar/_Month.cshtml", "Planable.Web/Calendar/_Week.cshtml", "Planable.Web/Calendar/_List.cshtml", "Planable.Web/Calendar/_Agenda.cshtml",
        "Planable.Web/Calendar/_AgendaDays.cshtml", "Planable.Web/Calendar/_Feed.cshtml", "Planable.Web/Calendar/_Grid.cshtml", "Planable.Web/Calendar/_Hours.cshtml", "Planable.Web/Calendar/_Filters.cshtml", "Planable.Web/Calendar/_PostCard.cshtml",
        "Planable.Web/People", "Planable.Web/Push", "Planable.Web/Channels/ConnectLink", "Planable.Web/Channels/ConnectLinkController.cs", "Planable.Web/Channels/ConnectLinkMails.cs", "Planable.Web/Members/Joining", "Planable.Web/Members/JoiningController.cs",
        "Planable.Web/Analytics", "Planable.Web/Readings", "Planable.Web/Notices/Choices", "Planable.Web/Notices/Unsubscribing", "Planable.Web/Notices/_List.cshtml", "Planable.Web/Notices/Index.cshtml", "Planable.Web/Notices/Show.cshtml", "Planable.Web/Notices/ChoicesController.cs",
        "Planable.Web/Shared/Status.cshtml", "Planable.Web/Shared/_Status.cshtml", "Planable.Web/Shared/_Flash.cshtml", "Planable.Web/Shared/_Plain.cshtml", "Planable.Web/Shared/_PauseBanner.cshtml", "Planable.Web/Shared/FieldTagHelper.cs", "Planable.Web/Http",
        "Planable.Jobs/Channels", "Planable.Jobs/Reviews", "Planable.Jobs/People", "Planable.Jobs/Members", "Planable.Jobs/Notices/NoticeMail.razor", "Planable.Jobs/Notices/ApprovalNotices.cs",
    ];

    [Theory, InlineData("de"), InlineData("pt"), InlineData("ar")]
    public void What_clients_and_guests_read_is_translated(string language)
    {
        var phrases = Phrases.Of(language);
        var said = Places.SelectMany(Files).SelectMany(f => Said().Matches(File.ReadAllText(f)).SelectMany(m => m.Groups.Values.Skip(1)).Where(g => g.Success && g.Length > 0).Select(g => (File: Path.GetFileName(f), Phrase: g.Value))).ToList();
        Assert.True(said.Count > 700, $"Only {said.Count} phrases were found.");
        var missing = said.Where(s => !phrases.ContainsKey(s.Phrase)).Select(s => $"{s.File}: {s.Phrase}").Distinct(StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Theory, InlineData("de"), InlineData("pt"), InlineData("ar")]
    public void A_translation_has_the_blanks_of_its_sentence(string language)
    {
        var wrong = Phrases.Of(language).Where(p => !Blanks(p.Key).SetEquals(Blanks(p.Value)) || p.Value.Trim().Length == 0).Select(p => $"{p.Key} = {p.Value}").ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void All_languages_know_the_same_phrases_and_each_stands_once()
    {
        Assert.All((string[])["pt", "ar"], language => Assert.Equal(Phrases.Of("de").Keys.Order(StringComparer.Ordinal), Phrases.Of(language).Keys.Order(StringComparer.Ordinal)));
        var folder = Root.File("Planable.Jobs", "Languages", "de");
        Assert.Equal(Phrases.Of("de").Count, Directory.GetFiles(folder).Sum(f => JsonDocument.Parse(File.ReadAllText(f)).RootElement.EnumerateObject().Count()));
        Assert.Empty(Phrases.Of("en"));
        Assert.Empty(Phrases.Of("fr"));
    }

    static IEnumerable<string> Files(string place)
    {
        var path = Root.File(place.Split('/'));
        return File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".cs" or ".cshtml" or ".razor");
    }

    static HashSet<string> Blanks(string phrase) => [.. Blank().Matches(phrase).Select(m => m.Value)];

    [GeneratedRegex("""(?:\bL|[wW]ords)\[(?:[^"\]]*\? )?"((?:[^"\\]|\\.)*)"(?:\s*: "((?:[^"\\]|\\.)*)")?""")]
    private static partial Regex Said();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Blank();
}

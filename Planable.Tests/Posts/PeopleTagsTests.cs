using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

/// <summary>People tagged on pictures, as the content of a post.</summary>
public class PeopleTagsTests
{
    static readonly Member Pia = A.Member(Role.Publisher);

    [Theory]
    [InlineData("northlight 50 30", "northlight 50 30")]
    [InlineData("@northlight, 50.55, 30%", "northlight 50.6 30")]
    [InlineData("acme.berlin", "acme.berlin 50 50")]
    [InlineData("a 200 -4\r\n\r\nA 1 1\nb 1 nonsense", "a 100 50\nb 1 50")]
    [InlineData("  @  \n", "")]
    public void What_is_typed_is_read_generously_and_written_one_way(string typed, string written)
    {
        Assert.Equal(written, PeopleTags.Write(PeopleTags.Read(typed)));
        Assert.Equal(written, PeopleTags.Write(PeopleTags.Read(written)));
    }

    [Fact]
    public void A_place_follows_its_picture_when_it_is_turned_mirrored_and_cut()
    {
        // At the left, near the top, of a picture 400 wide and 200 high.
        var tag = new PersonTag("a", 10, 20);
        Assert.Equal(new PersonTag("a", 80, 10), tag.On(new PictureEdit { Turn = 90 }, 400, 200));
        Assert.Equal(new PersonTag("a", 90, 80), tag.On(new PictureEdit { Turn = 180 }, 400, 200));
        Assert.Equal(new PersonTag("a", 20, 90), tag.On(new PictureEdit { Turn = 270 }, 400, 200));
        Assert.Equal(new PersonTag("a", 90, 20), tag.On(new PictureEdit { Mirrored = true }, 400, 200));
        Assert.Equal(new PersonTag("a", 10, 80), tag.On(new PictureEdit { Upended = true }, 400, 200));
        Assert.Equal(new PersonTag("a", 20, 40), tag.On(new PictureEdit { Cut = new PictureCut(0, 0, 200, 100) }, 400, 200));
        Assert.Null(tag.On(new PictureEdit { Cut = new PictureCut(200, 0, 200, 200) }, 400, 200));
        Assert.Equal(new PersonTag("a", 60, 20), tag.On(new PictureEdit { Turn = 90, Cut = new PictureCut(100, 0, 100, 200) }, 400, 200));
    }

    [Fact]
    public void They_are_part_of_the_version_its_hash_its_restoration_and_of_copies()
    {
        var (post, cup) = Tagged("northlight 50 30");
        var first = post.Cut(Pia, A.Monday);
        Edit(post, cup, "northlight 50 31");
        var second = post.Cut(Pia, A.Monday);
        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal(["options"], first.Content.PartsChangedIn(second.Content));

        post.Restore(first, [.. post.Variants.Select(v => v.Channel)], [cup], Pia, A.Monday);
        Assert.Equal(first.Hash, post.Content().Hash());
        Assert.Equal(new PersonTag("northlight", 50, 30), Assert.Single(PeopleTags.In(post.Options, cup.Id)));
        Assert.Single(PeopleTags.In(post.Duplicate(A.Workspace(), Pia, A.Monday).Options, cup.Id));
    }

    [Fact]
    public void A_version_without_them_keeps_the_hash_it_had()
    {
        var post = A.Post();
        Assert.DoesNotContain("tags", post.Content().ToJson(), StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_new_version_of_the_picture_keeps_them_or_drops_them(bool keep)
    {
        var (post, cup) = Tagged("northlight 50 30");
        var latest = MediaAsset.Upload(Pia, "cup.jpg", new MediaFile(new string('b', 64), "image/jpeg", 100), 1080, 1080, A.Monday);
        latest.Replace(cup, Pia, A.Monday);
        post.Renew(latest, Pia, A.Monday, keep);
        Assert.Equal(latest.Id, Assert.Single(post.Media).MediaId);
        Assert.Equal(keep ? "northlight 50 30" : "", PeopleTags.Write(PeopleTags.In(post.Options, latest.Id)));
        Assert.DoesNotContain(PeopleTags.Key(cup.Id), post.Options.Keys);
    }

    [Fact]
    public void Networks_that_show_none_say_so_and_those_that_do_check_them()
    {
        Assert.Empty(Codes("instagram", "northlight 50 30"));
        Assert.Equal(["TAGS_DROPPED"], Codes("mastodon", "northlight 50 30"));
        Assert.Equal(["TAGS_DROPPED"], Codes("instagram", "northlight 50 30", "story"));
        Assert.Equal(["TAG_INVALID"], Codes("instagram", "north/light 50 30"));
        Assert.Equal(["TOO_MANY_TAGS"], Codes("instagram", string.Join('\n', Enumerable.Range(1, 21).Select(n => $"a{n} 1 1"))));
        Assert.Empty(Codes("mastodon", ""));
    }

    [Fact]
    public void Those_of_a_picture_that_is_gone_are_asked_about()
    {
        var (post, cup) = Tagged("northlight 50 30");
        var edit = new PostEdit(post.Text, null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, null, null))], []) { Options = post.Options };
        var left = Assert.Single(PostProblems.Of(edit), p => p.Code == "TAGS_LEFT");
        Assert.Equal(("kept-tags", false), (left.Target, left.Blocks));
        Assert.Equal([cup.Id], PeopleTags.Left(post.Options, []));
    }

    [Theory]
    [InlineData("collaborators", "a, @b.c", true)]
    [InlineData("collaborators", "a b c d", false)]
    [InlineData("collaborators", "no/name", false)]
    [InlineData("location", "110843418940484 Kaffeehaus", true)]
    [InlineData("location", "Kaffeehaus am Markt", false)]
    public void Collaborators_and_places_are_checked_before_anything_is_sent(string setting, string value, bool fits)
    {
        var content = new VariantContent("A cup", [new AttachedMedia("image/jpeg", 100, 1080, 1080, "A cup")], new Dictionary<string, string> { [setting] = value });
        Assert.Equal(fits ? [] : ["SETTING_INVALID"], NetworkRules.Check(Data.Networks.Networks.Of("instagram"), content).Select(p => p.Code));
    }

    static IEnumerable<string> Codes(string network, string people, string? format = null)
    {
        var cup = Cup();
        var settings = format is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["format"] = format };
        var edit = new PostEdit("A cup", null, [new PostEdit.Target(A.Channel(network: network), null, settings)], [new PostEdit.Picture(cup, "A cup")]) { Options = new Dictionary<string, string> { [PeopleTags.Key(cup.Id)] = people } };
        return PostProblems.Of(edit).Where(p => p.Code.Contains("TAG", StringComparison.Ordinal)).Select(p => p.Code);
    }

    static (Post Post, MediaAsset Cup) Tagged(string people)
    {
        var (post, cup) = (A.Post(Pia, channels: [A.Channel(network: "instagram"), A.Channel("Acme Tea")]), Cup());
        Edit(post, cup, people);
        return (post, cup);
    }

    static void Edit(Post post, MediaAsset cup, string people) =>
        post.Edit(
            new PostEdit(post.Text, null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))], [new PostEdit.Picture(cup, "A cup")]) { Options = new Dictionary<string, string> { [PeopleTags.Key(cup.Id)] = people } },
            Pia, A.Monday);

    static MediaAsset Cup() => MediaAsset.Upload(Pia, "cup.jpg", new MediaFile(new string('a', 64), "image/jpeg", 100), 1080, 1080, A.Monday);
}

using Planable.Data;
using Planable.Data.Coauthors;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Coauthors;

public class SharedDraftTests
{
    static readonly Guid Post = Guid.NewGuid();

    [Fact]
    public void Only_a_change_of_the_newest_state_is_taken()
    {
        var draft = Of("First.");
        Assert.True(draft.Take("a", 1, after: 0, Text("First, by A."), A.Monday));
        Assert.False(draft.Take("b", 1, after: 0, Text("First, by B."), A.Monday));
        Assert.Equal(("First, by A.", 1), (draft.Text(PostTexts.Base), draft.Sequence));
        Assert.True(draft.Take("b", 2, after: 1, Text("First, by A and B."), A.Monday));
        Assert.Equal((1, 2), (draft.Taken["a"], draft.Taken["b"]));
    }

    [Fact]
    public void What_was_saved_elsewhere_comes_in_and_what_is_being_typed_stays()
    {
        var draft = Of("One. Two.");
        draft.Take("a", 1, 0, Text("One. Two. Three."), A.Monday);
        Assert.True(draft.Fold(Saved(2, "Number one. Two.")));
        Assert.Equal(("Number one. Two. Three.", 2), (draft.Text(PostTexts.Base), draft.Sequence));
        Assert.False(draft.Fold(Saved(2, "Number one. Two.")));
        Assert.False(draft.IsSaved);
    }

    [Fact]
    public void What_the_post_took_over_is_no_change_from_elsewhere()
    {
        var draft = Of("One.");
        draft.Take("a", 1, 0, Text("One. Two."), A.Monday);
        draft.See(Saved(2, "One. Two."));
        draft.Take("a", 2, 1, Text("One. Two. Three."), A.Monday);
        draft.Fold(Saved(3, "One. Two."));
        Assert.Equal(("One. Two. Three.", 2), (draft.Text(PostTexts.Base), draft.Sequence));
    }

    [Fact]
    public void No_text_may_be_longer_than_a_post_takes() =>
        Assert.Equal("TEXT_ENORMOUS", Assert.Throws<RuleBroken>(() => Of("").Take("a", 1, 0, Text(new string('a', Planable.Data.Posts.Post.TextLength + 1)), A.Monday)).Code);

    static SharedDraft Of(string text) => SharedDraft.Of(Post, Saved(1, text), A.Monday);

    static PostTexts Saved(int revision, string text) => new(revision, Text(text));

    static Dictionary<string, string> Text(string text) => new(StringComparer.Ordinal) { [PostTexts.Base] = text };
}

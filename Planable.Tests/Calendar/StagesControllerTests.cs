using System.Net;
using Planable.Data.Posts;
using Planable.Tests.Support;

namespace Planable.Tests.Calendar;

public class StagesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_draft_with_a_date_is_scheduled_and_taken_back()
    {
        var id = await CalendarPosts.Draft(app, new DateTime(2027, 2, 1, 9, 0, 0));
        using var pia = await app.As("pia");

        using var scheduled = await Stage(pia, id, "scheduled");
        var toast = await Visitor.Shown(scheduled);
        Assert.Contains("Scheduled for Mon 1 Feb 2027, 09:00 Berlin", toast.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(PostState.Scheduled, (await CalendarPosts.Stand(app, id)).State);

        using var undone = await pia.Htmx(toast.QuerySelector("form")!.GetAttribute("action")!);
        Assert.Equal((new DateTime(2027, 2, 1, 9, 0, 0), PostState.Draft), await Stand(id));
    }

    [Fact]
    public async Task A_draft_without_a_date_is_asked_for_one_and_scheduled_with_the_answer()
    {
        var id = await CalendarPosts.Draft(app, null);
        using var pia = await app.As("pia");

        using var asked = await Stage(pia, id, "scheduled");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var form = await Visitor.Shown(asked);
        Assert.Equal("true", form.QuerySelector("[name=Schedule]")!.GetAttribute("value"));

        using var answered = await pia.Htmx($"/w/acme/posts/{id}/moves", ("Date", "2027-02-02"), ("Time", "10:00"), ("Schedule", "true"));
        Assert.Contains("Scheduled for", (await Visitor.Shown(answered)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((new DateTime(2027, 2, 2, 10, 0, 0), PostState.Scheduled), await Stand(id));
    }

    [Fact]
    public async Task What_its_channels_would_refuse_is_not_scheduled()
    {
        var id = await CalendarPosts.Draft(app, new DateTime(2027, 2, 3, 9, 0, 0), "");
        using var pia = await app.As("pia");

        using var refused = await Stage(pia, id, "scheduled");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var byDialog = await pia.Htmx($"/w/acme/posts/{id}/moves", ("Date", "2027-02-02"), ("Time", "10:00"), ("Schedule", "true"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, byDialog.StatusCode);
        Assert.Equal(PostState.Draft, (await CalendarPosts.Stand(app, id)).State);
    }

    [Fact]
    public async Task A_date_that_has_passed_is_refused_in_words()
    {
        var id = await CalendarPosts.Draft(app, new DateTime(2020, 2, 3, 9, 0, 0));
        using var pia = await app.As("pia");

        using var refused = await Stage(pia, id, "scheduled");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("has passed", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory, InlineData("carl"), InlineData("ivo"), InlineData("wanda")]
    public async Task Who_may_not_move_it_gets_403(string name)
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 2, 4, 9, 0, 0));
        using var visitor = await app.As(name);

        using var answer = await Stage(visitor, id, "draft");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(PostState.Scheduled, (await CalendarPosts.Stand(app, id)).State);
    }

    [Fact]
    public async Task Oscar_gets_404()
    {
        var id = await CalendarPosts.Scheduled(app, new DateTime(2027, 2, 5, 9, 0, 0));
        using var oscar = await app.As("oscar");

        using var answer = await Stage(oscar, id, "draft");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    static Task<HttpResponseMessage> Stage(Visitor visitor, Guid id, string to) => visitor.Htmx($"/w/acme/posts/{id}/stage", ("to", to));

    async Task<(DateTime? Local, PostState State)> Stand(Guid id)
    {
        var (local, state, _) = await CalendarPosts.Stand(app, id);
        return (local, state);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Publishing;
using Planable.Jobs.Publishing;
using Planable.Tests.Calendar;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

public class TracesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task One_trace_leads_from_the_form_post_over_the_delivery_to_the_calls()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or PublishingTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        var postId = await CalendarPosts.Draft(app, null);
        using var pia = await app.As("pia");
        var local = Data.Times.Zones.ToLocal(app.Clock.GetUtcNow().AddDays(3), "Europe/Berlin");
        using var answer = await pia.Htmx($"/w/acme/posts/{postId}/moves", ("date", local.ToString("yyyy-MM-dd")), ("time", "12:00"), ("schedule", "true"));
        Assert.True(answer.IsSuccessStatusCode);
        app.Clock.Set(Data.Times.Zones.ToInstantLeniently(local.Date.AddHours(12), "Europe/Berlin").AddMinutes(1));
        await app.DeliverDue();

        var delivery = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Published, delivery.State);
        var form = Assert.Single(spans, s => s.Source.Name == "Microsoft.AspNetCore" && s.Id == delivery.TraceParent);
        var sending = Assert.Single(spans, s => s.OperationName == "delivery" && Equals(s.GetTagItem("planable.delivery"), delivery.Id));
        Assert.Equal((form.TraceId, form.SpanId), (sending.TraceId, sending.ParentSpanId));
        Assert.Equal("Published", sending.GetTagItem("planable.state"));
        Assert.Equal(["practice prepare", "practice send"], spans.Where(s => s.TraceId == form.TraceId && s.ParentSpanId == sending.SpanId).Select(s => s.OperationName));
    }

    [Fact]
    public async Task A_retry_begins_a_trace_of_its_own()
    {
        var postId = await app.Schedule([[Data.Practice.PracticeAnswer.Refused]]);
        await app.ComeDue();
        var before = (await app.Delivery(postId)).TraceParent;
        using var pia = await app.As("pia");
        await pia.Post($"/w/acme/deliveries/{(await app.Delivery(postId)).Id}/retries");
        var after = (await app.Delivery(postId)).TraceParent;
        Assert.NotNull(after);
        Assert.NotEqual(before, after);
    }
}

using System.Net;
using System.Net.Http.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Outbound;

namespace Planable.Tests.Connectors;

public sealed class HttpCallsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly Wire wire = new();

    private HttpCalls Calls => new(wire, new Stopped());

    public void Dispose() => wire.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, FailureClass.Transient, FailureClass.UnknownOutcome)]
    [InlineData(HttpStatusCode.BadGateway, FailureClass.Transient, FailureClass.UnknownOutcome)]
    [InlineData(HttpStatusCode.ServiceUnavailable, FailureClass.Transient, FailureClass.UnknownOutcome)]
    [InlineData(HttpStatusCode.GatewayTimeout, FailureClass.Transient, FailureClass.UnknownOutcome)]
    [InlineData(HttpStatusCode.RequestTimeout, FailureClass.Transient, FailureClass.UnknownOutcome)]
    [InlineData(HttpStatusCode.TooManyRequests, FailureClass.RateLimited, FailureClass.RateLimited)]
    [InlineData(HttpStatusCode.Unauthorized, FailureClass.ReauthRequired, FailureClass.ReauthRequired)]
    [InlineData(HttpStatusCode.Forbidden, FailureClass.ReauthRequired, FailureClass.ReauthRequired)]
    [InlineData(HttpStatusCode.BadRequest, FailureClass.Permanent, FailureClass.Permanent)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, FailureClass.Permanent, FailureClass.Permanent)]
    [InlineData(HttpStatusCode.Found, FailureClass.Permanent, FailureClass.Permanent)]
    public async Task A_status_means_the_same_everywhere_except_whether_it_may_have_gone_out(HttpStatusCode status, FailureClass asking, FailureClass publishing)
    {
        wire.Answers(status, "<html>no JSON</html>");

        Assert.Equal((asking, $"http-{(int)status}"), await Trouble(Ask()));
        Assert.Equal((publishing, $"http-{(int)status}"), await Trouble(Publish()));
    }

    [Theory]
    [InlineData("Retry-After", "90", 90.0)]
    [InlineData("Retry-After", "Mon, 23 Nov 2026 12:02:00 GMT", 120.0)]
    [InlineData("Retry-After", "Mon, 23 Nov 2026 11:00:00 GMT", 0.0)]
    [InlineData("X-RateLimit-Reset", "2026-11-23T12:05:00.000Z", 300.0)]
    [InlineData("X-RateLimit-Reset", "1795435260", 60.0)]
    [InlineData("RateLimit-Reset", "1795435260", 60.0)]
    [InlineData("RateLimit-Reset", "30", 30.0)]
    [InlineData("X-RateLimit-Reset-After", "1.5", 1.5)]
    [InlineData("X-RateLimit-Reset", "99999999999", 86400.0)]
    [InlineData("X-RateLimit-Reset", "soon", null)]
    [InlineData("X-Other", "7", null)]
    public async Task The_wait_is_read_in_every_way_networks_write_it(string header, string value, double? seconds)
    {
        wire.Answers(HttpStatusCode.TooManyRequests, "{}", (header, value));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(Publish)).Failure;

        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task A_request_that_never_left_may_be_repeated_whatever_the_trouble()
    {
        foreach (var trouble in new Exception[] { new HttpRequestException(HttpRequestError.Unknown), new TaskCanceledException("connecting took too long", new TimeoutException()) })
        {
            wire.FailsBeforeSending(trouble);

            Assert.Equal(FailureClass.Transient, (await Trouble(Publish())).Class);
        }
    }

    [Fact]
    public async Task A_request_that_began_to_leave_may_not()
    {
        foreach (var trouble in new Exception[] { new HttpRequestException(HttpRequestError.ResponseEnded), new TaskCanceledException("waited", new TimeoutException()) })
        {
            wire.FailsAfterSending(trouble);

            Assert.Equal((FailureClass.UnknownOutcome, "answer-lost"), await Trouble(Publish()));
            Assert.Equal(FailureClass.Transient, (await Trouble(Ask())).Class);
        }
    }

    [Theory]
    [InlineData("{\"id\":")]
    [InlineData("<html>welcome</html>")]
    public async Task A_success_nobody_can_read_may_have_gone_out(string body)
    {
        wire.Answers(HttpStatusCode.OK, body);

        Assert.Equal((FailureClass.UnknownOutcome, "answer-unreadable"), await Trouble(Publish()));
        Assert.Equal((FailureClass.Transient, "answer-unreadable"), await Trouble(Ask()));
    }

    [Fact]
    public async Task A_success_without_what_it_should_hold_may_have_gone_out()
    {
        wire.Answers(HttpStatusCode.OK, "{\"other\":1}");
        var answer = await Publish();

        Assert.Equal(FailureClass.UnknownOutcome, Assert.Throws<ConnectorFailure>(() => answer.Required("id")).Failure.Class);
    }

    [Fact]
    public async Task An_empty_success_is_a_success()
    {
        wire.Answers(HttpStatusCode.OK, "");

        Assert.Null((await Ask()).Optional("id"));
    }

    [Fact]
    public async Task A_refused_address_is_for_a_person_to_change()
    {
        wire.FailsBeforeSending(new OutboundRefused("It is inside."));

        Assert.Equal((FailureClass.Permanent, "address-refused"), await Trouble(Publish()));
    }

    [Fact]
    public async Task The_networks_own_reading_comes_first()
    {
        wire.Answers(HttpStatusCode.BadRequest, "{\"error\":\"ExpiredToken\"}");

        var trouble = await Trouble(Calls.Publish(Request(), (_, body) => new Failure(FailureClass.TokenExpired, body.GetProperty("error").GetString()!, "Expired."), CancellationToken.None));

        Assert.Equal((FailureClass.TokenExpired, "ExpiredToken"), trouble);
    }

    [Fact]
    public async Task Stopping_the_app_is_not_a_failure_of_the_network()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        wire.FailsAfterSending(new OperationCanceledException(stopping.Token));

        await Assert.ThrowsAsync<OperationCanceledException>(() => Calls.Publish(Request(), explain: null, stopping.Token));
    }

    private Task<HttpAnswer> Ask() => Calls.Ask(Request(), explain: null, CancellationToken.None);

    private Task<HttpAnswer> Publish() => Calls.Publish(Request(), explain: null, CancellationToken.None);

    private static HttpRequestMessage Request() => new(HttpMethod.Post, "https://network.example/posts") { Content = JsonContent.Create(new { text = "Hello" }) };

    private static async Task<(FailureClass Class, string Code)> Trouble(Task<HttpAnswer> call)
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => call)).Failure;
        return (failure.Class, failure.Code);
    }

    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Noon;
    }

    /// <summary>What happens between us and the network, as the test wants it.</summary>
    private sealed class Wire : HttpMessageHandler, IHttpClientFactory
    {
        private Func<HttpRequestMessage, Task<HttpResponseMessage>> happen = _ => throw new InvalidOperationException("Nothing arranged.");

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        public void Answers(HttpStatusCode status, string body, params (string Name, string Value)[] headers) => happen = async request =>
        {
            await request.Content!.CopyToAsync(Stream.Null);
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
            foreach (var (name, value) in headers) answer.Headers.TryAddWithoutValidation(name, value);
            return answer;
        };

        public void FailsBeforeSending(Exception trouble) => happen = _ => Task.FromException<HttpResponseMessage>(trouble);

        public void FailsAfterSending(Exception trouble) => happen = async request =>
        {
            await request.Content!.CopyToAsync(Stream.Null);
            throw trouble;
        };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => happen(request);
    }
}

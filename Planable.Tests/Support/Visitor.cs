using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Planable.Tests.Support;

/// <summary>Somebody at a browser: opens pages, sends forms with and without htmx. Every form carries the anti-forgery token.</summary>
public sealed class Visitor(HttpClient client, string formToken) : IDisposable
{
    public HttpClient Http => client;

    public string FormToken => formToken;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> Get(string path, bool htmx = false) => Send(HttpMethod.Get, path, null, htmx);

    public Task<HttpResponseMessage> Post(string path, params (string Name, string? Value)[] fields) => Send(HttpMethod.Post, path, Form(fields), htmx: false);

    public Task<HttpResponseMessage> Htmx(string path, params (string Name, string? Value)[] fields) => Send(HttpMethod.Post, path, Form(fields), htmx: true);

    public Task<HttpResponseMessage> Htmx(HttpMethod method, string path, params (string Name, string? Value)[] fields) => Send(method, path, Form(fields), htmx: true);

    /// <summary>Opens a page that must be there.</summary>
    public async Task<IHtmlDocument> Page(string path)
    {
        using var response = await Get(path);
        var html = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)response.StatusCode} {response.Headers.Location}\n{html}");
        return await new HtmlParser().ParseDocumentAsync(html, Cancel);
    }

    /// <summary>What a response shows.</summary>
    public static async Task<IHtmlDocument> Shown(HttpResponseMessage response) =>
        await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(Cancel), Cancel);

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content, bool htmx)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("RequestVerificationToken", formToken);
        request.Headers.Add("Accept", "text/html");
        if (htmx)
            request.Headers.Add("HX-Request", "true");
        return await client.SendAsync(request, Cancel);
    }

    public void Dispose() => client.Dispose();

    static FormUrlEncodedContent Form((string Name, string? Value)[] fields) =>
        new(fields.Where(f => f.Value is not null).Select(f => new KeyValuePair<string, string>(f.Name, f.Value!)));
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Planable.Tests.Support;

namespace Planable.Tests.Imports;

/// <summary>What a person does to import a file.</summary>
static class Importing
{
    public static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines));

    /// <returns>The address of the import.</returns>
    public static async Task<string> Upload(this Visitor visitor, byte[] file, string name = "posts.csv", string client = "acme")
    {
        using var answer = await visitor.TryUpload(file, name, client);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var path = answer.Headers.Location!.ToString();
        Assert.EndsWith("/mapping", path, StringComparison.Ordinal);
        return path[..^"/mapping".Length];
    }

    public static async Task<HttpResponseMessage> TryUpload(this Visitor visitor, byte[] file, string name, string client = "acme")
    {
        var bytes = new ByteArrayContent(file);
        bytes.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { bytes, "file", name } };
        return await visitor.Send(HttpMethod.Post, $"/w/{client}/imports", form, htmx: false);
    }

    /// <summary>Takes the columns as they were guessed.</summary>
    public static async Task Map(this Visitor visitor, string import, bool schedules = false, params (string Name, string? Value)[] more)
    {
        var page = await visitor.Page($"{import}/mapping");
        var columns = page.QuerySelectorAll("select[name^=Columns]").Select(s => (s.GetAttribute("name")!, (string?)s.QuerySelector("option[selected]")?.GetAttribute("value")));
        using var answer = await visitor.Post($"{import}/mapping", [.. columns, ("Dates", page.QuerySelector("#dates option[selected]")!.GetAttribute("value")), ("At", "09:00"), ("Schedules", schedules ? "true" : "false"), .. more]);
        Assert.Equal(import, answer.Headers.Location?.ToString());
    }

    public static Guid Id(string import) => Guid.Parse(import[(import.LastIndexOf('/') + 1)..]);
}

using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Workspaces;
using Planable.Jobs.Media;

namespace Planable.Web.Http;

/// <summary>What went wrong, for a person: 403, 404, 409, 500 ... with the request id to quote.</summary>
/// <param name="Kept">What happened to what the person had typed, if anything can be said.</param>
public sealed record StatusPage(int Status, string RequestId, string? OpenClient = null, Workspace? AskedClient = null, bool IsDatabaseAway = false, bool IsMediaAway = false, SentAgain? Again = null);

/// <summary>A form that was refused for now, as it was sent: a person may confirm it.</summary>
public sealed record SentAgain(string Path, IReadOnlyList<(string Name, string Value)> Fields);

[ApiExplorerSettings(IgnoreApi = true)]
public class StatusPagesController : Controller
{
    [Route("/status/{status:int}")]
    [IgnoreAntiforgeryToken]
    public IActionResult Show()
    {
        // Not as a parameter: where the form itself cannot be read, nothing is bound.
        var status = int.Parse((string)RouteData.Values["status"]!, CultureInfo.InvariantCulture);
        if (status == StatusCodes.Status400BadRequest && IsTooLong(Request))
            status = StatusCodes.Status413PayloadTooLarge;
        var error = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        var databaseAway = error is not null && IsDatabaseAway(error);
        var mediaAway = error is MediaUnreachable;
        if (databaseAway || mediaAway)
            status = StatusCodes.Status503ServiceUnavailable;
        Response.StatusCode = status;
        var page = new StatusPage(status, HttpContext.TraceIdentifier, IsDatabaseAway: databaseAway, IsMediaAway: mediaAway);
        if (HttpContext.Items[nameof(OpenClient)] is ValueTuple<string, Workspace> clients)
            page = page with { OpenClient = clients.Item1, AskedClient = clients.Item2, Again = AsSent() };
        if (!Request.IsHtmx())
            return View("~/Shared/Status.cshtml", page);
        Response.Headers["HX-Retarget"] = "#alarm";
        Response.Headers["HX-Reswap"] = "innerHTML";
        return PartialView("~/Shared/_Status.cshtml", page);
    }

    /// <summary>The form for a browser without htmx, where the page and what was typed are gone. Files cannot be put into a page.</summary>
    SentAgain? AsSent()
    {
        var original = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        if (original is null || Request.IsHtmx() || !HttpMethods.IsPost(Request.Method) || !Request.HasFormContentType || Request.Form.Files.Count > 0)
            return null;
        return new SentAgain(
            original.OriginalPathBase + original.OriginalPath + original.OriginalQueryString,
            [.. Request.Form.Where(f => f.Key != "__RequestVerificationToken" && f.Key != Http.OpenClient.Confirmation).SelectMany(f => f.Value.Select(v => (f.Key, v ?? "")))]);
    }

    /// <summary>A field that holds more than forms are read for. Files come another way.</summary>
    static bool IsTooLong(HttpRequest request) =>
        request.ContentLength > FormReader.DefaultValueLengthLimit && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    static bool IsDatabaseAway(Exception error) =>
        error switch
        {
            Npgsql.PostgresException postgres => postgres.SqlState is "57P01" or "57P02" or "57P03" or "53300",
            Npgsql.NpgsqlException => true,
            Microsoft.Data.SqlClient.SqlException { Class: >= 20 } => true,
            DbUpdateException or InvalidOperationException when error.InnerException is { } inner => IsDatabaseAway(inner),
            _ => false,
        };
}

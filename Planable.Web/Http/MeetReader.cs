using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Languages;
using Planable.Data.Members;
using Planable.Data.Workspaces;
using Planable.Web.Reviews;

namespace Planable.Web.Http;

/// <summary>
/// The one place where a page learns who reads it, before it is within a workspace: in whose language it speaks (a person's own, that of the link somebody came by, or what
/// their browser asks for), and which channels of which clients a person's eyes are kept from. Within a workspace <see cref="EnterWorkspace"/> takes both from its member.
/// Only pages are spoken; what machines read stays as it is for everybody.
/// </summary>
public sealed class MeetReader(RequestDelegate next)
{
    public async Task Invoke(HttpContext http, PlanableDb db)
    {
        var speech = http.GetEndpoint()?.Metadata.GetMetadata<ControllerActionDescriptor>() is null || http.GetRouteValue(EnterWorkspace.RouteValue) is not null ? Speech.Plain
            : http.Request.Path.StartsWithSegments("/r", StringComparison.OrdinalIgnoreCase) && http.GetRouteValue("token") is string token ? await OfLink(http, token)
            : http.User.PersonId() is { } person ? await OfPerson(db, person, http.RequestAborted)
            : Asked(http.Request);
        speech.Begin();
        await next(http);
    }

    /// <summary>As the browser would like it best. For pages that ask no database, too.</summary>
    public static Speech Asked(HttpRequest request) => Best(request) is { } language ? Speech.In(language) : Speech.Plain;

    public static string? Best(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.Where(l => l.Quality is not 0).OrderByDescending(l => l.Quality ?? 1).Select(l => Spoken.Of(l.Value.Value)).OfType<string>().FirstOrDefault();

    static async Task<Speech> OfLink(HttpContext http, string token)
    {
        var door = http.RequestServices.GetRequiredService<ReviewDoor>();
        return await door.Open(token, http.RequestAborted) ? door.Speech : Asked(http.Request);
    }

    /// <summary>Who belongs to clients only and chose nothing reads as with the client they joined first. What their eyes are kept from comes with the same question.</summary>
    static async Task<Speech> OfPerson(PlanableDb db, Guid id, CancellationToken cancel)
    {
        var person = await db.Users.Where(p => p.Id == id)
            .Select(p => new
            {
                p.Language,
                Members = db.Members.Everywhere().Where(m => m.PersonId == id && m.LeftAt == null).OrderBy(m => m.JoinedAt).ThenBy(m => m.Id)
                    .Select(m => new { m.WorkspaceId, m.OnlyChannels, m.Role, m.Language, m.Workspace.Locale }).ToList(),
            })
            .AsSingleQuery()
            .SingleOrDefaultAsync(cancel);
        if (person is null)
            return Speech.Plain;
        db.SeeOnly(ChannelLimits.Of(person.Members.Select(m => (m.WorkspaceId, m.OnlyChannels))));
        var first = person.Members.FirstOrDefault();
        if (person.Language is { } own)
            return Speech.In(own, first?.Locale);
        if (first is null || person.Members.Exists(m => !m.Role.IsClient()))
            return Speech.Plain;
        return (first.Language ?? Spoken.Of(first.Locale)) is { } language and not Spoken.English ? Speech.In(language, first.Locale) : Speech.Plain;
    }
}

using Microsoft.AspNetCore.WebUtilities;
using Planable.Data.Calendar;

namespace Planable.Web.Calendar;

/// <summary>The view somebody had open last and the filters they had in each, kept in their browser for the bare address. Days are not kept: tomorrow they mean nothing.</summary>
static class LastLook
{
    const string View = "view";

    public static CalendarQuery? Of(HttpRequest request)
    {
        if (request.Cookies[View] is not { Length: > 0 } view || !Enum.TryParse<CalendarView>(view, ignoreCase: true, out var known) || !Enum.IsDefined(known))
            return null;
        var values = QueryHelpers.ParseQuery($"?view={view}&{request.Cookies[Filters(view)]}");
        var query = CalendarQuery.Read(name => values.TryGetValue(name, out var value) ? value[0] : null);
        return query.Address() == CalendarQuery.Read(_ => null).Address() ? null : query;
    }

    public static void Keep(CalendarQuery query, HttpResponse response, string root)
    {
        var view = CalendarQuery.Name(query.View);
        var filters = query.Between(null, null).WithoutDate(false).Filters();
        var cookie = new CookieOptions { Path = root, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = response.HttpContext.Request.IsHttps, MaxAge = TimeSpan.FromDays(180), IsEssential = true };
        response.Cookies.Append(View, view, cookie);
        if (filters.Length is > 0 and < 2000)
            response.Cookies.Append(Filters(view), filters, cookie);
        else
            response.Cookies.Delete(Filters(view), cookie);
    }

    static string Filters(string view) => $"{view}-filters";
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators;

/// <summary>`/faults` on every emulated network: what goes wrong with the next calls, chosen by hand.</summary>
static class FaultPage
{
    public static void Map(NetworkSite site)
    {
        site.App.MapGet("/faults", () => NetworkSite.Page("Faults", $"""
            <form method="post"><p><select name="call" aria-label="Call">{Options<Call>()}</select> <select name="fault" aria-label="Fault">{Options<Fault>()}</select>
            <input name="times" type="number" min="1" max="100" value="1" aria-label="How often"> <button>Arrange</button></p></form>
            <form method="post" action="/faults/revocation"><button>Revoke all tokens</button></form><form method="post" action="/faults/end"><button>No more faults</button></form>
            """));
        site.App.MapPost("/faults", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (Enum.TryParse<Call>(form["call"], out var call) && Enum.TryParse<Fault>(form["fault"], out var fault) && int.TryParse(form["times"], out var times))
                site.Faults.Arrange(call, fault, Math.Clamp(times, 1, 100));
            return Results.Redirect("/faults");
        });
        site.App.MapPost("/faults/revocation", () =>
        {
            site.RevokeTokens();
            return Results.Redirect("/faults");
        });
        site.App.MapPost("/faults/end", () =>
        {
            site.Faults.Clear();
            return Results.Redirect("/faults");
        });
    }

    static string Options<T>()
        where T : struct, Enum => string.Concat(Enum.GetNames<T>().Select(n => $"<option>{n}</option>"));
}

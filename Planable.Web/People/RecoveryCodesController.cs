using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Planable.Data.People;

namespace Planable.Web.People;

public sealed record RecoveryCodesPage(IReadOnlyList<string> Codes)
{
    /// <summary>The codes as a text file, in the address itself: they are shown once and kept nowhere.</summary>
    public string File => "data:text/plain;charset=utf-8," + Uri.EscapeDataString(string.Join('\n', Codes) + "\n");
}

[Route("account/security/recovery-codes")]
[Authorize]
public class RecoveryCodesController(UserManager<Person> people) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create()
    {
        var person = (await people.GetUserAsync(User))!;
        if (!person.TwoFactorEnabled)
            return Redirect("/account/security");
        return View("Show", await New(people, person));
    }

    internal static async Task<RecoveryCodesPage> New(UserManager<Person> people, Person person) =>
        new([.. (await people.GenerateNewTwoFactorRecoveryCodesAsync(person, 10))!]);
}

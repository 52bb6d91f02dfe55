using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data.People;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

[Route("account/security/passkeys")]
[Authorize]
public class PasskeysController(UserManager<Person> people, SignInManager<Person> signIn, IStringLocalizer<Words> words) : Controller
{
    const int NameLength = 60;
    const string Page = "/account/security";

    /// <summary>What the browser needs to make a passkey: WebAuthn speaks JSON.</summary>
    [HttpPost("options")]
    public async Task<IActionResult> Options()
    {
        var person = (await people.GetUserAsync(User))!;
        var entity = new PasskeyUserEntity { Id = person.Id.ToString(), Name = person.Email!, DisplayName = person.Name };
        return Content(await signIn.MakePasskeyCreationOptionsAsync(entity), "application/json");
    }

    [HttpPost]
    public async Task<IActionResult> Create(string? credential, string? name)
    {
        var person = (await people.GetUserAsync(User))!;
        var made = string.IsNullOrEmpty(credential) ? null : await signIn.PerformPasskeyAttestationAsync(credential);
        if (made is not { Succeeded: true } || made.UserEntity.Id != person.Id.ToString())
        {
            TempData["Alarm"] = words["No passkey was made. Try again, or with another device."].Value;
            return this.GoTo(Page);
        }

        var called = string.IsNullOrWhiteSpace(name) ? words["Passkey"].Value : name.Trim();
        made.Passkey.Name = called.Length > NameLength ? called[..NameLength] : called;
        await people.AddOrUpdatePasskeyAsync(person, made.Passkey);
        return this.GoTo(Page, words["The passkey was added."]);
    }

    [HttpPost("{id}/removal")]
    public async Task<IActionResult> Destroy(string id)
    {
        var person = (await people.GetUserAsync(User))!;
        var passkey = (await people.GetPasskeysAsync(person)).FirstOrDefault(p => Convert.ToHexString(p.CredentialId) == id);
        if (passkey is null)
            return NotFound();
        await people.RemovePasskeyAsync(person, passkey.CredentialId);
        return this.GoTo(Page, words["The passkey was removed. It no longer opens your account."]);
    }
}

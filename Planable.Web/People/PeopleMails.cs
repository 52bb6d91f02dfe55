using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Languages;
using Planable.Data.People;
using Planable.Jobs.Mail;
using Planable.Jobs.People;

namespace Planable.Web.People;

/// <summary>The mails about a person's account. The caller saves.</summary>
public sealed class PeopleMails(PlanableDb db, Mailroom mailroom, MailedKeys keys, TimeProvider clock, IStringLocalizer<Words> words)
{
    public Task Verify(Person person, string next) =>
        Write<VerifyMail>("verify", person, "Confirm your e-mail address", new(StringComparer.Ordinal)
        {
            [nameof(VerifyMail.Link)] = mailroom.Link($"/verify?key={keys.Cut(person, MailedKeys.Verify, TimeSpan.FromDays(1))}{Onward(next)}"),
        });

    public Task AlreadyHere(Person person) =>
        Write<AlreadyHereMail>("taken", person, "You already have an account", new(StringComparer.Ordinal)
        {
            [nameof(AlreadyHereMail.SignIn)] = mailroom.Link("/sign-in"),
            [nameof(AlreadyHereMail.Forgot)] = mailroom.Link("/forgot"),
        });

    public Task Reset(Person person) =>
        Write<ResetMail>("reset", person, "Choose a new password", new(StringComparer.Ordinal)
        {
            [nameof(ResetMail.Link)] = mailroom.Link($"/reset?key={keys.Cut(person, MailedKeys.Reset, TimeSpan.FromHours(1))}"),
        });

    public Task PasswordChanged(Person person) =>
        Write<PasswordChangedMail>("password", person, "Your password was changed", new(StringComparer.Ordinal)
        {
            [nameof(PasswordChangedMail.At)] = clock.GetUtcNow(),
            [nameof(PasswordChangedMail.Forgot)] = mailroom.Link("/forgot"),
        });

    /// <summary>At most one of a kind a minute, however often a form is sent: nobody's inbox is filled through us.</summary>
    async Task Write<TMail>(string kind, Person person, string subject, Dictionary<string, object?> values)
        where TMail : Microsoft.AspNetCore.Components.IComponent
    {
        var key = $"{kind}:{person.Id:N}:{clock.GetUtcNow().ToUnixTimeSeconds() / 60}";
        if (!await db.Mails.AnyAsync(m => m.Key == key))
        {
            // Who asks from a browser in another language is answered in that one, unless they chose theirs.
            using var speech = (person.Language is { } own ? Speech.In(own) : new Speech(CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture)).ForNow();
            await mailroom.Write<TMail>(key, person.Email!, words[subject], values);
        }
    }

    static string Onward(string next) => next == "/" ? "" : $"&returnUrl={Uri.EscapeDataString(next)}";
}

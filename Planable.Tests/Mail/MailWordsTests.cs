using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;
using Planable.Tests.Notices;
using Planable.Tests.People;
using Planable.Tests.Support;

namespace Planable.Tests.Mail;

public class MailWordsTests(MailWordsTests.Translated app) : IClassFixture<MailWordsTests.Translated>
{
    /// <summary>The app in a language in which every sentence stands in angle quotes.</summary>
    public sealed class Translated : TestApp
    {
        public override void Settle(IWebHostBuilder web) => web.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<IStringLocalizerFactory, Quotes>()));

        sealed class Quotes : IStringLocalizerFactory, IStringLocalizer
        {
            public LocalizedString this[string name] => new(name, $"‹{name}›");

            public LocalizedString this[string name, params object[] arguments] => new(name, $"‹{string.Format(System.Globalization.CultureInfo.CurrentCulture, name, arguments)}›");

            public IStringLocalizer Create(Type resourceSource) => this;

            public IStringLocalizer Create(string baseName, string location) => this;

            public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
        }
    }

    [Fact]
    public async Task Every_sentence_of_every_mail_can_be_translated()
    {
        await app.Fail();
        using (var olga = await app.As("olga"))
            await olga.Post("/w/acme/invitations", ("Email", "new@northlight.example"), ("Role", "Writer"), ("Days", "7"), ("MaxUses", "1"));
        using (var nobody = await app.As(null))
        {
            await nobody.Post("/sign-up", ("Name", "Nina"), ("Company", "New"), ("Email", "nina@new.example"), ("Password", "a long enough one"));
            await nobody.Post("/sign-up", ("Name", "Clara"), ("Company", "New"), ("Email", "clara@acme.example"), ("Password", "a long enough one"));
            await nobody.Post("/forgot", ("Email", "carl@acme.example"));
        }

        var mails = await app.Ask(db => db.Mails.AsNoTracking().ToListAsync());
        Assert.Equal(["invitation", "notice", "reset", "taken", "verify"], mails.Select(m => m.Key.Split(':')[0]).Distinct().Order(StringComparer.Ordinal));
        foreach (var mail in mails)
        {
            Assert.StartsWith("‹", mail.MailSubject, StringComparison.Ordinal);
            var page = new HtmlParser().ParseDocument(mail.Html);
            var said = page.Body!.Descendants<IText>().Where(t => t.Data.Trim().Length > 0 && t.ParentElement!.TagName != "BLOCKQUOTE").Select(t => t.Data.Trim()).ToList();
            // The agency's own name stands above.
            said.RemoveAll(words => words == "Northlight");
            Assert.NotEmpty(said);
            Assert.All(said, words => Assert.StartsWith("‹", words, StringComparison.Ordinal));
        }
    }
}

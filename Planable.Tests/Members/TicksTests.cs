using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Secrets;
using Planable.Jobs.Connectors;
using Planable.Tests.People;
using Planable.Tests.Support;

namespace Planable.Tests.Members;

/// <summary>A browser sends nothing for a box without a tick: each form's boxes are unticked here as a person would, and saved.</summary>
public class TicksTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Shortcuts_are_switched_off_and_on_again()
    {
        using var wanda = await app.As("wanda");
        foreach (var on in (bool[])[false, true])
        {
            var form = Form(await wanda.Page("/account"), "[name=Shortcuts]");
            Box(form, "[name=Shortcuts]").IsChecked = on;
            await wanda.Post("/account", Sent(form));
            Assert.Equal(!on, await app.Ask(db => db.Users.Where(p => p.Name.StartsWith("Wanda")).Select(p => p.ShortcutsOff).SingleAsync()));
        }
    }

    [Fact]
    public async Task Capabilities_without_a_tick_are_taken_down_to_the_last()
    {
        using var adam = await app.As("adam");
        var id = await app.In("acme", async db => (await TestApp.Member(db, "wanda")).Id);
        var form = Form(await adam.Page($"/w/acme/members/{id}"), "[name=capabilities]");
        Box(form, "[value=UploadMedia]").IsChecked = false;
        await adam.Post($"/w/acme/members/{id}/capabilities", Sent(form));
        await app.In("acme", async db =>
        {
            var wanda = await TestApp.Member(db, "wanda");
            Assert.False(wanda.Can(Permission.UploadMedia));
            Assert.True(wanda.Can(Permission.WritePosts));
        });

        await adam.Post($"/w/acme/members/{id}/capabilities");
        await app.In("acme", async db => Assert.DoesNotContain(Enum.GetValues<Permission>().Where(p => Role.Writer.CanBeSwitched(p)), (await TestApp.Member(db, "wanda")).Can));
    }

    [Fact]
    public async Task A_channels_option_that_is_on_by_itself_can_be_switched_off()
    {
        await app.In("acme", async db =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            var secrets = scope.ServiceProvider.GetRequiredService<Vault>().Lock(new ChannelSecrets(new Dictionary<string, string>()));
            db.Channels.Add(Channel.Connect(await TestApp.Member(db, "olga"), "instagram", new RemoteAccount("ig", "Grid", "grid", null, null, new Dictionary<string, int>()), secrets, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        using var olga = await app.As("olga");
        var form = Form(await olga.Page("/w/acme/posts/new"), "[name$='[shareToFeed]']");
        var id = form.QuerySelector("[name=Id]")!.GetAttribute("value");
        var option = Box(form, "[type=checkbox][name$='[shareToFeed]']");
        Assert.True(option.IsChecked);
        foreach (var channel in form.QuerySelectorAll<IHtmlInputElement>("[name^='Targets['][name$='.On']"))
            channel.IsChecked = option.Name!.StartsWith(channel.Name!.Split('.')[0], StringComparison.Ordinal);

        foreach (var (on, saved) in ((bool, string?)[])[(false, "false"), (true, null)])
        {
            Box(form, "[type=checkbox][name$='[shareToFeed]']").IsChecked = on;
            await olga.Post("/w/acme/posts", [.. Sent(form), ("Do", "save")]);
            Assert.Equal(saved, (await app.In("acme", db => db.Variants.AsNoTracking().SingleAsync(v => v.PostId == Guid.Parse(id!)))).Settings.GetValueOrDefault("shareToFeed"));
            form = Form(await olga.Page($"/w/acme/posts/{id}/edit"), "[name$='[shareToFeed]']");
            Assert.Equal(on, Box(form, "[type=checkbox][name$='[shareToFeed]']").IsChecked);
        }
    }

    static IHtmlFormElement Form(IHtmlDocument page, string with) => Assert.IsAssignableFrom<IHtmlFormElement>(page.QuerySelector(with)!.Closest("form"));

    static IHtmlInputElement Box(IHtmlFormElement form, string selector) => form.QuerySelector<IHtmlInputElement>(selector + "[type=checkbox]")!;

    /// <summary>What a browser would send.</summary>
    static (string, string?)[] Sent(IHtmlFormElement form) =>
        [.. form.Elements.Where(e => e.GetAttribute("name") is { Length: > 0 } name && name is not ("Files" or "Do") && !e.HasAttribute("disabled")).Select(e => (e.GetAttribute("name")!, e switch
        {
            IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? box.Value : null,
            IHtmlInputElement input => input.Value,
            IHtmlTextAreaElement area => area.Value,
            IHtmlSelectElement choice => choice.Value,
            _ => null,
        }))];
}

namespace Planable.E2E.Pages;

public sealed class SignUpPage(IPage page) : Page(page)
{
    public Task Open() => Browser.GotoAsync("/sign-up");

    public async Task SignUp(string name, string company, string email, string password)
    {
        await Browser.GetByLabel("Your name").FillAsync(name);
        await Browser.GetByLabel("Company", new() { Exact = true }).FillAsync(company);
        await Browser.GetByLabel("Work e-mail").FillAsync(email);
        await Browser.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await Button("Create account").ClickAsync();
        await Expect(Heading).ToHaveTextAsync("Look into your inbox");
    }

    /// <summary>Follows the link out of the mail.</summary>
    public async Task Confirm(string link)
    {
        await Browser.GotoAsync(link);
        await Button("Confirm this address").ClickAsync();
        await Browser.WaitForURLAsync("**/sign-in*");
    }
}

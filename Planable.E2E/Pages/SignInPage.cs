namespace Planable.E2E.Pages;

public sealed class SignInPage(IPage page) : Page(page)
{
    public ILocator Email => Browser.GetByLabel("E-mail");

    public ILocator Password => Browser.GetByLabel("Password", new() { Exact = true });

    public ILocator Submit => Button("Sign in");

    public Task Open(string? returnUrl = null) => Browser.GotoAsync(returnUrl is null ? "/sign-in" : $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

    /// <summary>Fills in the form and waits until it leads somewhere else.</summary>
    public async Task SignIn(string email, string password)
    {
        await Email.FillAsync(email);
        await Password.FillAsync(password);
        await Submit.ClickAsync();
        await Browser.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }
}

namespace Planable.E2E.Pages;

public sealed class NewClientPage(IPage page) : Page(page)
{
    public Task Open() => Browser.GotoAsync("/clients/new");

    public async Task Create(string name, string zone)
    {
        await Browser.GetByLabel("Client", new() { Exact = true }).FillAsync(name);
        await Browser.GetByLabel("Time zone").SelectOptionAsync(zone);
        await Button("Create client").ClickAsync();
        await Browser.WaitForURLAsync("**/channels");
    }
}

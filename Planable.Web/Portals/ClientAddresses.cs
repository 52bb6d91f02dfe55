using Planable.Jobs.Links;
using Planable.Web.Http;

namespace Planable.Web.Portals;

/// <summary>Addresses the team hands to a client by itself. Like those in mails they begin at the agency's own host where one works, whatever host the team is on.</summary>
public sealed class ClientAddresses(ShortSites sites, Current current)
{
    /// <param name="ours">Where they begin otherwise.</param>
    public async Task<string> Of(string path, string ours, CancellationToken cancel) => (await sites.Of(current.Workspace, ours, cancel))[0] + path;

    public Task<string> Of(string path, HttpRequest request, CancellationToken cancel) => Of(path, $"{request.Scheme}://{request.Host}", cancel);
}

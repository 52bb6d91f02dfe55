using System.Text.Json;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <param name="Id">Without the urn before it.</param>
sealed record LinkedInPage(string Id, string Name, string Handle, string? LogoUrl);

/// <summary>The pages a member may publish as.</summary>
static class LinkedInPages
{
    const int PageSize = 100;

    static readonly string[] Publishing = ["ADMINISTRATOR", "CONTENT_ADMINISTRATOR"];

    public static async Task<IReadOnlyList<LinkedInPage>> Of(LinkedInApi api, ChannelSecrets secrets, CancellationToken cancel)
    {
        var pages = new List<LinkedInPage>();
        for (var start = 0; ; start += PageSize)
        {
            var answer = await api.Get(secrets,
                $"v2/organizationalEntityAcls?q=roleAssignee&state=APPROVED&start={start}&count={PageSize}&projection=(elements*(role,organizationalTarget~(localizedName,vanityName,logoV2(original~:playableStreams))))", cancel);
            var elements = answer.At("elements").Items().ToList();
            pages.AddRange(elements.Where(e => Publishing.Contains(e.Text("role"), StringComparer.Ordinal)).Select(Read).OfType<LinkedInPage>());
            if (elements.Count < PageSize)
                return pages.DistinctBy(p => p.Id).ToList();
        }
    }

    /// <summary>Pages LinkedIn tells nothing of, such as deactivated ones, are left out.</summary>
    static LinkedInPage? Read(JsonElement element)
    {
        var page = element.At("organizationalTarget~");
        if (element.Text("organizationalTarget") is not { } urn || page.Text("localizedName") is not { } name)
            return null;
        var logos = page.At("logoV2", "original~", "elements").Items().ToList();
        var logo = logos.Count > 0 ? logos[^1].At("identifiers").Items().Select(i => i.Text("identifier")).FirstOrDefault() : null;
        return new LinkedInPage(urn.Split(':')[^1], name, page.Text("vanityName") ?? name, logo);
    }
}

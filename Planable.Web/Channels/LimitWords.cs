using System.Globalization;
using Planable.Data.Networks;

namespace Planable.Web.Channels;

/// <summary>What the limits that servers report are called.</summary>
static class LimitWords
{
    /// <returns>Null for a limit that says nothing to a person.</returns>
    public static string? Of(string limit) => limit switch
    {
        LimitName.Text => "Characters a post",
        LimitName.Images => "Pictures a post",
        LimitName.Alt => "Characters an alternative text",
        LimitName.ImageBytes => "Size of a picture",
        LimitName.VideoBytes => "Size of a video",
        _ => null,
    };

    public static string Say(string limit, int value) => limit.EndsWith("Bytes", StringComparison.Ordinal)
        ? string.Create(CultureInfo.CurrentCulture, $"{value / 1048576d:0.#} MB")
        : value.ToString("N0", CultureInfo.CurrentCulture);
}

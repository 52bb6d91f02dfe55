using System.Globalization;
using System.Text.RegularExpressions;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>RFC 3339 with a mandatory offset: without one an instant would be read in the server's zone.</summary>
static partial class Instants
{
    public static DateTimeOffset Read(string text) =>
        Shape().IsMatch(text) ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.None) : throw new FormatException();

    public static string Write(DateTimeOffset at) => at.Offset == TimeSpan.Zero
        ? at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)
        : at.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

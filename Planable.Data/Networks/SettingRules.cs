using System.Globalization;
using System.Text.RegularExpressions;

namespace Planable.Data.Networks;

/// <summary>The part of <see cref="NetworkRules"/> that looks at what was chosen for the network.</summary>
internal static partial class SettingRules
{
    private const int MostNames = 3;

    public static void Check(ProblemList problems)
    {
        var network = problems.Network;
        foreach (var key in problems.Content.Settings.Keys.Where(k => network.Settings.All(s => s.Key != k)))
            problems.Block("SETTING_INVALID", $"setting:{key}", "{0} has no setting {1}.", network.Name, key);

        foreach (var setting in network.Settings.Where(s => s.IsFor(problems.Type)))
        {
            var value = problems.Content.Settings.GetValueOrDefault(setting.Key);
            if (string.IsNullOrWhiteSpace(value))
            {
                if (setting.Required && setting.Default is null)
                    problems.Block("SETTING_REQUIRED", $"setting:{setting.Key}", "{0} needs a choice for {1}.", network.Name, setting.Name);
                continue;
            }

            if (!Fits(setting, value))
                problems.Block("SETTING_INVALID", $"setting:{setting.Key}", "{0} does not take \"{1}\" for {2}.", network.Name, value, setting.Name);
            // What counts along with the text is reported there.
            NetworkRules.CheckLength(problems, setting.Key, $"setting:{setting.Key}", value, "SETTING_TOO_LONG",
                "This entry is too long: {0} over the {2} characters that {1} allows.", "This entry is too long: {0} over the {2} bytes that {1} allows.");
        }
    }

    private static bool Fits(Setting setting, string value) => setting.Kind switch
    {
        SettingKind.Choice => setting.Choices!.Count == 0 || setting.Choices.Any(c => c.Value == value),
        SettingKind.Flag => value is "true" or "false",
        SettingKind.Language => LanguageTag().IsMatch(value),
        SettingKind.Address => Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"),
        SettingKind.Day => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        SettingKind.Names => value.Split((char[])[',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is { Length: <= MostNames } names && names.All(n => AccountName().IsMatch(n)),
        SettingKind.Place => PlaceValue.Fits(value),
        _ => true,
    };

    [GeneratedRegex(@"^@?[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?$", RegexOptions.CultureInvariant)]
    private static partial Regex AccountName();

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}

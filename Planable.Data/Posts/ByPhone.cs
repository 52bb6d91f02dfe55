namespace Planable.Data.Posts;

/// <summary>
/// Publishing by notification: at its time the post goes to a person's phone, and the person puts it out. Whose phone, lies among the settings of the variant,
/// so that it is part of the version that was planned.
/// </summary>
public static class ByPhone
{
    public const string Key = "phone";

    /// <summary>Time to put it out before others are told that it is not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <returns>The member whose phone gets it; null if Planable publishes it.</returns>
    public static Guid? MemberOf(IReadOnlyDictionary<string, string>? settings) => Guid.TryParse(settings?.GetValueOrDefault(Key), out var id) ? id : null;
}

using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Jobs.Media;

namespace Planable.Web.GraphQL.Door;

/// <summary>Why a mutation did not do what was asked: the same rules, with the same codes, as on the pages.</summary>
/// <param name="Message">One English sentence. It may change; the code does not.</param>
/// <param name="Code">Stable, e.g. POST_PUBLISHED.</param>
/// <param name="Field">The part of the input or of the post it is about, where it is about one.</param>
public sealed record UserError(string Message, string Code, string? Field)
{
    internal const string AwayWords = "Our file storage cannot be reached. Nothing was lost; try again in a minute.";

    /// <summary>The channel it is about, where it is about one.</summary>
    [ID("Channel")]
    public Guid? ChannelId { get; init; }

    /// <summary>Quote it when you ask about this request.</summary>
    public string RequestId { get; } = new HttpContextAccessor().HttpContext?.TraceIdentifier ?? "";

    public static UserError CreateErrorFrom(Refused refused) => new(refused.Message, refused.Code, refused.Field) { ChannelId = refused.ChannelId };

    public static UserError CreateErrorFrom(RuleBroken rule) => new(rule.Message, rule.Code, InputFields.Of(rule.Code));

    public static UserError CreateErrorFrom(NotAllowed refusal) => new(refusal.Message, ApiCodes.NotAllowed, null);

    public static UserError CreateErrorFrom(DbUpdateConcurrencyException _) => new("Somebody else changed this a moment ago. Nothing of yours was saved; read it again and try once more.", ApiCodes.Conflict, null);

    public static UserError CreateErrorFrom(MediaUnreachable _) => new(AwayWords, ApiCodes.MediaAway, null);

    public static UserError? CreateErrorFrom(DbUpdateException refusal) =>
        refusal.IsDuplicate() ? new("This was sent twice at the same moment. The first one counts and nothing was done twice.", ApiCodes.Conflict, null) : null;
}

/// <summary>Thrown where the API itself refuses, before a verb does.</summary>
public sealed class Refused(string code, string words, string? field = null) : Exception(words)
{
    public string Code { get; } = code;

    public string? Field { get; } = field;

    public Guid? ChannelId { get; init; }

    /// <summary>What is not there, or not for this token's eyes: both get the same answer.</summary>
    public static Refused NotFound(string noun, string field = "id") => new(ApiCodes.NotFound, $"There is no such {noun}.", field);
}

/// <summary>Which part of the input a rule is about, by its code.</summary>
static class InputFields
{
    static readonly (string Begin, string Field)[] Known =
    [
        ("TIME_", "time"), ("ZONE_", "time"), ("BLACKOUT", "time"), ("GAP_", "time"), ("NAME_", "name"), ("TEXT_", "text"), ("KIND_", "kind"), ("REASON_", "reason"), ("DAY_", "days"), ("SLOTS_", "days"), ("COMMENT_", "text"),
        ("LABEL_", "labelIds"), ("FIND_", "find"), ("SHIFT_", "days"), ("ENDS_", "ends"), ("FILE_", "file"), ("NOT_TARGETED", "channelId"), ("WEBHOOK_ADDRESS", "address"), ("WEBHOOK_TOPICS", "topics"), ("MERGED_", "into"), ("LICENCE_", "media"), ("NOT_ATTACHED", "mediaId"),
    ];

    public static string? Of(string code) => Array.Find(Known, k => code.StartsWith(k.Begin, StringComparison.Ordinal)).Field;
}

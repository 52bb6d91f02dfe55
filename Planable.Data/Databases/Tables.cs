using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Planable.Data.Databases;

/// <summary>How entities lie in tables: keys, lengths, indexes. The same on every database.</summary>
static class Tables
{
    /// <summary>Length of a hash as it is written down.</summary>
    internal const int Sha256 = 64;

    public static void Describe(ModelBuilder builder)
    {
        PeopleTables.Describe(builder);
        WorkspaceTables.Describe(builder);
        LogTables.Describe(builder);
        ChannelTables.Describe(builder);
        MediaTables.Describe(builder);
        PortalTables.Describe(builder);
        SenderTables.Describe(builder);
        PostTables.Describe(builder);
        CalendarTables.Describe(builder);
        LabelTables.Describe(builder);
        RecurrenceTables.Describe(builder);
        FeedTables.Describe(builder);
        DeliveryTables.Describe(builder);
        MailTables.Describe(builder);
        PracticeTables.Describe(builder);
        ApprovalTables.Describe(builder);
        BrandTables.Describe(builder);
        BulkTables.Describe(builder);
        EvergreenTables.Describe(builder);
        IdeaTables.Describe(builder);
        CoauthorTables.Describe(builder);
        RiskTables.Describe(builder);
        LineTables.Describe(builder);
        NoticeTables.Describe(builder);
        PushTables.Describe(builder);
        LiveTables.Describe(builder);
        ReadingTables.Describe(builder);
        AnalyticsTables.Describe(builder);
        LinkTables.Describe(builder);
        HistoryTables.Describe(builder);
        CertificateTables.Describe(builder);
        ConnectTables.Describe(builder);
        ConversationTables.Describe(builder);
        ReviewTables.Describe(builder);
        PostViewTables.Describe(builder);
        TokenTables.Describe(builder);
        AppTables.Describe(builder);
        ReportTables.Describe(builder);
        WebhookTables.Describe(builder);

        foreach (var revised in builder.Model.GetEntityTypes().Where(t => typeof(IRevised).IsAssignableFrom(t.ClrType)))
            builder.Entity(revised.ClrType).Property(nameof(IRevised.Revision)).IsConcurrencyToken();
        foreach (var entity in builder.Model.GetEntityTypes().Where(t => typeof(Entity).IsAssignableFrom(t.ClrType)))
            builder.Entity(entity.ClrType).Property(nameof(Entity.Id)).ValueGeneratedNever();
    }

    /// <summary>
    /// Small values nobody queries by: text on every database. Entities replace them and never change them in place, so the same object is the same value;
    /// another object that says the same is no change either, or saving an unchanged form twice at once would be a conflict.
    /// </summary>
    internal static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property)
    {
        property.HasConversion(
            v => JsonSerializer.Serialize(v, JsonSerializerOptions.Default),
            v => JsonSerializer.Deserialize<T>(v, JsonSerializerOptions.Default)!,
            new ValueComparer<T>((a, b) => ReferenceEquals(a, b) || Json(a) == Json(b), v => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(v), v => v));
        return property;
    }

    static string Json<T>(T? value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Default);
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Planable.Data.Calendar;
using Planable.Data.Campaigns;
using Planable.Data.Channels;
using Planable.Data.Companies;
using Planable.Data.Feeds;
using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Mail;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Recurrences;
using Planable.Data.Secrets;
using Planable.Data.Snippets;
using Planable.Data.Sets;
using Planable.Data.Slots;
using Planable.Data.Workspaces;

namespace Planable.Data.Databases;

/// <summary>How entities lie in tables: keys, lengths, indexes. The same on every database.</summary>
static class Tables
{
    const int Sha256 = 64;

    public static void Describe(ModelBuilder builder)
    {
        DescribePeople(builder);
        DescribeWorkspaces(builder);
        DescribeLog(builder);
        DescribeChannels(builder);
        DescribeLibrary(builder);
        DescribePosts(builder);
        DescribeCalendar(builder);
        DescribeLabels(builder);
        DescribeRecurrences(builder);
        DescribeFeeds(builder);
        DescribePublishing(builder);
        DescribeMessages(builder);
        DescribePractice(builder);
        ApprovalTables.Describe(builder);
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
        HistoryTables.Describe(builder);
        CertificateTables.Describe(builder);
        ConnectTables.Describe(builder);
        ConversationTables.Describe(builder);
        ReviewTables.Describe(builder);

        foreach (var revised in builder.Model.GetEntityTypes().Where(t => typeof(IRevised).IsAssignableFrom(t.ClrType)))
            builder.Entity(revised.ClrType).Property(nameof(IRevised.Revision)).IsConcurrencyToken();
        foreach (var entity in builder.Model.GetEntityTypes().Where(t => typeof(Entity).IsAssignableFrom(t.ClrType)))
            builder.Entity(entity.ClrType).Property(nameof(Entity.Id)).ValueGeneratedNever();
    }

    static void DescribePeople(ModelBuilder builder)
    {
        builder.Entity<Person>(person =>
        {
            person.ToTable("People");
            person.Property(p => p.Id).ValueGeneratedNever();
            person.Property(p => p.Name).HasMaxLength(Person.NameLength);
            person.Property(p => p.Zone).HasMaxLength(64);
        });
        builder.Entity<SignInSession>(session =>
        {
            session.Property(s => s.Device).HasMaxLength(160);
            session.Property(s => s.Address).HasMaxLength(64);
            session.HasIndex(s => new { s.PersonId, s.EndedAt });
        });
        builder.Entity<ProtectionKey>(key =>
        {
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.Name).HasMaxLength(160);
        });
    }

    static void DescribeWorkspaces(ModelBuilder builder)
    {
        builder.Entity<Company>(company =>
        {
            company.Property(c => c.Name).HasMaxLength(Company.NameLength);
            company.Property(c => c.Pause).AsJson();
            company.HasMany(c => c.Owners).WithOne().HasForeignKey(o => o.CompanyId);
            company.Navigation(c => c.Owners).AutoInclude();
        });
        builder.Entity<CompanyOwner>(owner =>
        {
            owner.HasKey(o => new { o.CompanyId, o.PersonId });
            owner.HasIndex(o => o.PersonId);
            owner.HasOne<Person>().WithMany().HasForeignKey(o => o.PersonId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<Workspace>(workspace =>
        {
            workspace.Property(w => w.Slug).HasMaxLength(40);
            workspace.Property(w => w.Name).HasMaxLength(Workspace.NameLength);
            workspace.Property(w => w.Zone).HasMaxLength(64);
            workspace.Property(w => w.Locale).HasMaxLength(16);
            workspace.Property(w => w.Website).HasMaxLength(400);
            workspace.Property(w => w.LastHash).HasMaxLength(Sha256);
            workspace.Property(w => w.Pause).AsJson();
            workspace.Property(w => w.LinkRules).AsJson();
            workspace.Property(w => w.Blackouts).AsJson();
            workspace.Property(w => w.Targets).AsJson();
            workspace.Property(w => w.BrandRules).AsJson();
            workspace.Property(w => w.IdeaMail).AsJson();
            workspace.Ignore(w => w.Founder);
            workspace.HasIndex(w => w.Slug).IsUnique();
            workspace.HasIndex(w => w.CompanyId);
            workspace.HasOne<Company>().WithMany().HasForeignKey(w => w.CompanyId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<Member>(member =>
        {
            member.Property(m => m.Granted).AsJson();
            member.Property(m => m.Revoked).AsJson();
            member.HasIndex(m => new { m.WorkspaceId, m.PersonId }).IsUnique();
            member.HasIndex(m => m.PersonId);
            member.HasOne(m => m.Person).WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
            member.HasOne(m => m.Workspace).WithMany().HasForeignKey(m => m.WorkspaceId).OnDelete(DeleteBehavior.Restrict);
            member.Navigation(m => m.Workspace).AutoInclude();
        });
        builder.Entity<Invitation>(invitation =>
        {
            invitation.Property(i => i.Email).HasMaxLength(256);
            invitation.Property(i => i.TokenHash).HasMaxLength(Sha256);
            invitation.Property(i => i.InvitedByName).HasMaxLength(Person.NameLength);
            invitation.HasIndex(i => i.TokenHash).IsUnique();
            invitation.HasIndex(i => i.WorkspaceId);
        });
    }

    static void DescribeLog(ModelBuilder builder)
    {
        builder.Entity<LogEntry>(entry =>
        {
            entry.ToTable("Log");
            entry.HasKey(e => new { e.WorkspaceId, e.Sequence });
            entry.Property(e => e.Sequence).ValueGeneratedNever();
            entry.Property(e => e.ActorName).HasMaxLength(200);
            entry.Property(e => e.Verb).HasMaxLength(64);
            entry.Property(e => e.Subject).HasMaxLength(32);
            entry.Property(e => e.PreviousHash).HasMaxLength(Sha256);
            entry.Property(e => e.Hash).HasMaxLength(Sha256);
            entry.Ignore(e => e.Facts);
            entry.HasIndex(e => new { e.WorkspaceId, e.Subject, e.SubjectId, e.Sequence });
        });
        builder.Entity<LogCursor>(cursor =>
        {
            cursor.HasKey(c => new { c.Reader, c.WorkspaceId });
            cursor.Property(c => c.Reader).HasMaxLength(40);
        });
    }

    static void DescribeChannels(ModelBuilder builder)
    {
        builder.Entity<NetworkApp>(app =>
        {
            app.HasKey(a => a.Key);
            app.Property(a => a.Key).HasMaxLength(50);
            app.Property(a => a.ClientId).HasMaxLength(NetworkApp.ClientIdLength);
            app.Property(a => a.SavedBy).HasMaxLength(200);
        });
        builder.Entity<Channel>(channel =>
        {
            channel.Property(c => c.Network).HasMaxLength(32);
            channel.Property(c => c.RemoteId).HasMaxLength(256);
            channel.Property(c => c.Name).HasMaxLength(200);
            channel.Property(c => c.Handle).HasMaxLength(256);
            channel.Property(c => c.AvatarUrl).HasMaxLength(1000);
            channel.Property(c => c.Server).HasMaxLength(400);
            channel.Property(c => c.Limits).AsJson();
            channel.Property(c => c.Pause).AsJson();
            channel.Property(c => c.Slots).AsJson();
            channel.Property(c => c.OwnTimes).AsJson();
            channel.HasIndex(c => new { c.WorkspaceId, c.Network, c.RemoteId }).IsUnique();
            channel.HasIndex(c => c.CheckedAt);
            channel.Property(c => c.QuotaReadings).AsJson();
            channel.HasIndex(c => c.RenewAt);
        });
        builder.Entity<SlotHold>(hold =>
        {
            hold.HasOne<Channel>().WithMany().HasForeignKey(h => h.ChannelId).OnDelete(DeleteBehavior.Cascade);
            hold.HasIndex(h => new { h.ChannelId, h.Turn }).IsUnique();
            hold.HasIndex(h => h.PostId);
        });
        builder.Entity<MediaAsset>(asset =>
        {
            asset.Property(a => a.FileName).HasMaxLength(255);
            asset.Property(a => a.ContentType).HasMaxLength(80);
            asset.Property(a => a.Sha256).HasMaxLength(Sha256);
            asset.Property(a => a.PublishedType).HasMaxLength(80);
            asset.Property(a => a.PublishedSha256).HasMaxLength(Sha256);
            asset.Property(a => a.Placeholder).HasMaxLength(MediaAsset.PlaceholderLength);
            asset.Ignore(a => a.Original);
            asset.Ignore(a => a.Published);
            asset.Property(a => a.Codec).HasMaxLength(40);
            asset.Property(a => a.AudioCodec).HasMaxLength(40);
            asset.Property(a => a.PosterSha256).HasMaxLength(Sha256);
            asset.Property(a => a.Alt).HasMaxLength(PostMedia.AltLength);
            asset.Property(a => a.OwnDescription).HasMaxLength(PostMedia.AltLength);
            asset.Property(a => a.LicenceNote).HasMaxLength(MediaAsset.NoteLength);
            asset.Property(a => a.SearchText).HasMaxLength(3000);
            asset.Ignore(a => a.Video);
            asset.Ignore(a => a.StillSha256);
            asset.Ignore(a => a.StackId);
            asset.Property(a => a.Edits).AsJson();
            asset.Property(a => a.Version).HasDefaultValue(1);
            asset.HasOne<MediaAsset>().WithMany().HasForeignKey(a => a.OriginId).OnDelete(DeleteBehavior.Restrict);
            asset.HasOne<AssetFolder>().WithMany().HasForeignKey(a => a.FolderId).OnDelete(DeleteBehavior.Restrict);
            asset.HasMany(a => a.Tags).WithOne().HasForeignKey(t => t.AssetId);
            asset.HasMany(a => a.Conversions).WithOne().HasForeignKey(c => c.AssetId);
            // What a network gets of a video is asked wherever one is: a post that forgot to load them would take every video for unconverted.
            asset.Navigation(a => a.Conversions).AutoInclude();
            asset.HasIndex(a => new { a.WorkspaceId, a.FolderId, a.UploadedAt });
            asset.HasIndex(a => new { a.WorkspaceId, a.LicensedUntil });
            asset.HasIndex(a => new { a.WorkspaceId, a.Sha256 });
            asset.HasIndex(a => new { a.WorkspaceId, a.UploadedAt });
        });
    }

    static void DescribeLibrary(ModelBuilder builder)
    {
        builder.Entity<AssetFolder>(folder =>
        {
            folder.ToTable("AssetFolders");
            folder.Property(f => f.Name).HasMaxLength(AssetFolder.NameLength);
            folder.HasOne<AssetFolder>().WithMany().HasForeignKey(f => f.ParentId).OnDelete(DeleteBehavior.Restrict);
            folder.HasIndex(f => f.WorkspaceId);
        });
        builder.Entity<AssetTag>(tag =>
        {
            tag.ToTable("AssetTags");
            tag.Property(t => t.Name).HasMaxLength(AssetTag.NameLength);
            tag.Property(t => t.Key).HasMaxLength(2 * AssetTag.NameLength);
            tag.HasIndex(t => new { t.WorkspaceId, t.Key });
        });
        builder.Entity<Conversion>(conversion =>
        {
            conversion.ToTable("Conversions");
            conversion.Property(c => c.Need).HasMaxLength(60);
            conversion.Property(c => c.Sha256).HasMaxLength(Sha256);
            conversion.Ignore(c => c.File);
            conversion.HasIndex(c => new { c.State, c.QueuedAt });
        });
        builder.Entity<Upload>(upload =>
        {
            upload.ToTable("Uploads");
            upload.Property(u => u.FileName).HasMaxLength(MediaAsset.NameLength);
            upload.HasIndex(u => u.TouchedAt);
            upload.HasIndex(u => u.RequestId);
        });
        builder.Entity<UploadRequest>(request =>
        {
            request.ToTable("UploadRequests");
            request.Property(r => r.From).HasMaxLength(UploadRequest.FromLength);
            request.Property(r => r.Message).HasMaxLength(UploadRequest.MessageLength);
            request.Property(r => r.TokenHash).HasMaxLength(Sha256);
            request.Property(r => r.AskedBy).HasMaxLength(Person.NameLength);
            // Two files that arrive at the same moment are both counted.
            request.Property(r => r.Received).IsConcurrencyToken();
            request.Ignore(r => r.Sender);
            request.Ignore(r => r.Tag);
            request.Ignore(r => r.IsFull);
            request.HasIndex(r => r.TokenHash).IsUnique();
            request.HasIndex(r => new { r.WorkspaceId, r.AskedAt });
        });
    }

    static void DescribePosts(ModelBuilder builder)
    {
        builder.Entity<Post>(post =>
        {
            post.Ignore(p => p.MediaInOrder);
            post.Property(p => p.Recall).AsJson();
            post.Property(p => p.BrandOverride).AsJson();
            post.Property(p => p.Kind).HasMaxLength(32);
            post.Property(p => p.Live).AsJson();
            post.Ignore(p => p.IsUniversal);
            post.Property(p => p.Options).AsJson();
            post.Property(p => p.Link).HasMaxLength(2000);
            post.Property(p => p.Zone).HasMaxLength(64);
            post.HasOne(p => p.Author).WithMany().HasForeignKey(p => p.AuthorId).OnDelete(DeleteBehavior.Restrict);
            post.HasMany(p => p.Variants).WithOne().HasForeignKey(v => v.PostId);
            post.HasMany(p => p.Media).WithOne().HasForeignKey(m => m.PostId);
            post.HasMany(p => p.Versions).WithOne().HasForeignKey(v => v.PostId);
            post.HasMany(p => p.Labels).WithOne().HasForeignKey(l => l.PostId);
            post.HasOne(p => p.Campaign).WithMany().HasForeignKey(p => p.CampaignId).OnDelete(DeleteBehavior.Restrict);
            post.HasIndex(p => p.MergedCampaignId);
            post.HasMany(p => p.Deliveries).WithOne(d => d.Post).HasForeignKey(d => d.PostId);
            post.HasOne<Recurrence>().WithMany().HasForeignKey(p => p.RecurrenceId).OnDelete(DeleteBehavior.Restrict);
            // However many nodes make a series' posts, each of its days is made once.
            post.HasIndex(p => new { p.RecurrenceId, p.OccurrenceDay }).IsUnique();
            post.HasIndex(p => new { p.WorkspaceId, p.ScheduledAt });
            post.HasIndex(p => new { p.WorkspaceId, p.State, p.ScheduledAt });
            post.HasIndex(p => new { p.WorkspaceId, p.AuthorId, p.State });
            post.HasIndex(p => new { p.WorkspaceId, p.EditedAt });
        });
        builder.Entity<Variant>(variant =>
        {
            variant.Property(v => v.Settings).AsJson();
            variant.Property(v => v.Tags).AsJson();
            variant.Property(v => v.TextKey).HasMaxLength(TextKeys.Length);
            variant.HasIndex(v => new { v.ChannelId, v.TextKey });
            variant.HasOne(v => v.Channel).WithMany().HasForeignKey(v => v.ChannelId).OnDelete(DeleteBehavior.Restrict);
            variant.HasIndex(v => new { v.PostId, v.ChannelId }).IsUnique();
        });
        builder.Entity<PostMedia>(media =>
        {
            media.ToTable("PostMedia");
            media.Property(m => m.Alt).HasMaxLength(PostMedia.AltLength);
            media.Property(m => m.Edits).AsJson();
            media.HasOne(m => m.Asset).WithMany().HasForeignKey(m => m.MediaId).OnDelete(DeleteBehavior.Restrict);
            media.HasIndex(m => new { m.PostId, m.Position });
        });
        builder.Entity<PostVersion>(version =>
        {
            version.Property(v => v.Hash).HasMaxLength(Sha256);
            version.Property(v => v.ByName).HasMaxLength(Person.NameLength);
            version.Ignore(v => v.Content);
            version.Ignore(v => v.IsGenuine);
            version.HasIndex(v => new { v.PostId, v.Number }).IsUnique();
        });
    }

    static void DescribeCalendar(ModelBuilder builder)
    {
        builder.Entity<CalendarNote>(note =>
        {
            note.ToTable("Notes");
            note.Property(n => n.Text).HasMaxLength(CalendarNote.TextLength);
            note.HasOne(n => n.Author).WithMany().HasForeignKey(n => n.AuthorId).OnDelete(DeleteBehavior.Restrict);
            note.HasIndex(n => new { n.WorkspaceId, n.First });
        });
        builder.Entity<SavedView>(view =>
        {
            view.ToTable("Views");
            view.Property(v => v.Name).HasMaxLength(SavedView.NameLength);
            view.Property(v => v.Address).HasMaxLength(SavedView.AddressLength);
            view.HasOne(v => v.Owner).WithMany().HasForeignKey(v => v.OwnerId).OnDelete(DeleteBehavior.Restrict);
            view.HasIndex(v => v.WorkspaceId);
        });
        builder.Entity<DefaultView>(chosen =>
        {
            chosen.HasOne(d => d.View).WithMany().HasForeignKey(d => d.ViewId).OnDelete(DeleteBehavior.Cascade);
            chosen.HasOne<Members.Member>().WithMany().HasForeignKey(d => d.MemberId).OnDelete(DeleteBehavior.NoAction);
            chosen.HasIndex(d => new { d.WorkspaceId, d.MemberId }).IsUnique();
        });
    }

    static void DescribeFeeds(ModelBuilder builder)
    {
        builder.Entity<Overlay>(overlay =>
        {
            overlay.Property(o => o.Name).HasMaxLength(Overlay.NameLength);
            overlay.Property(o => o.Address).HasMaxLength(Overlay.AddressLength);
            overlay.Property(o => o.AddedBy).HasMaxLength(Person.NameLength);
            overlay.Property(o => o.Trouble).HasMaxLength(300);
            overlay.HasIndex(o => new { o.WorkspaceId, o.ReadNextAt });
        });
        builder.Entity<OverlayEvent>(entry =>
        {
            entry.Property(e => e.Title).HasMaxLength(200);
            entry.HasOne(e => e.Overlay).WithMany().HasForeignKey(e => e.OverlayId).OnDelete(DeleteBehavior.Cascade);
            entry.HasIndex(e => new { e.WorkspaceId, e.First });
        });
        builder.Entity<CalendarFeed>(feed =>
        {
            feed.Property(f => f.Name).HasMaxLength(CalendarFeed.NameLength);
            feed.Property(f => f.TokenHash).HasMaxLength(Sha256);
            feed.Property(f => f.OpenedBy).HasMaxLength(Person.NameLength);
            feed.HasIndex(f => f.TokenHash).IsUnique();
            feed.HasIndex(f => f.WorkspaceId);
        });
    }

    static void DescribeLabels(ModelBuilder builder)
    {
        builder.Entity<Label>(label =>
        {
            label.Property(l => l.Name).HasMaxLength(Label.NameLength);
            label.Property(l => l.Key).HasMaxLength(2 * Label.NameLength);
            label.HasIndex(l => new { l.WorkspaceId, l.Key }).IsUnique();
        });
        builder.Entity<Snippet>(snippet =>
        {
            snippet.Property(s => s.Name).HasMaxLength(Label.NameLength);
            snippet.Property(s => s.Key).HasMaxLength(32 + (2 * Label.NameLength));
            snippet.HasIndex(s => new { s.WorkspaceId, s.Key }).IsUnique();
        });
        builder.Entity<ChannelSet>(set =>
        {
            set.Property(s => s.Name).HasMaxLength(Label.NameLength);
            set.Property(s => s.Key).HasMaxLength(2 * Label.NameLength);
            set.Property(s => s.Channels).AsJson();
            set.HasIndex(s => new { s.WorkspaceId, s.Key }).IsUnique();
        });
        builder.Entity<PostLabel>(worn =>
        {
            worn.HasOne(l => l.Label).WithMany().HasForeignKey(l => l.LabelId).OnDelete(DeleteBehavior.Restrict);
            worn.HasIndex(l => new { l.PostId, l.LabelId }).IsUnique();
            worn.HasIndex(l => l.MergedFromId);
        });
        builder.Entity<Campaign>(campaign =>
        {
            campaign.Property(c => c.LinkRules).AsJson();
            campaign.Property(c => c.Name).HasMaxLength(Label.NameLength);
            campaign.Property(c => c.Key).HasMaxLength(2 * Label.NameLength);
            campaign.Property(c => c.Brief).HasMaxLength(Campaign.BriefLength);
            campaign.HasIndex(c => new { c.WorkspaceId, c.Key }).IsUnique();
        });
    }

    static void DescribeRecurrences(ModelBuilder builder) =>
        builder.Entity<Recurrence>(recurrence =>
        {
            recurrence.Property(r => r.Rule).AsJson();
            recurrence.HasOne(r => r.MadeBy).WithMany().HasForeignKey(r => r.MadeById).OnDelete(DeleteBehavior.Restrict);
            recurrence.HasIndex(r => new { r.WorkspaceId, r.EndedAt });
        });

    static void DescribePublishing(ModelBuilder builder)
    {
        builder.Entity<Delivery>(delivery =>
        {
            delivery.Ignore(d => d.RemoteIds);
            delivery.Ignore(d => d.PhoneOf);
            delivery.Ignore(d => d.IsInHand);
            delivery.Property(d => d.HandedTo).HasMaxLength(Person.NameLength);
            delivery.HasIndex(d => d.HandedToId);
            delivery.Ignore(d => d.LiveText);
            delivery.Property(d => d.Prepared).AsJson();
            delivery.Property(d => d.PartsOut).AsJson();
            delivery.Property(d => d.RemoteId).HasMaxLength(400);
            delivery.Property(d => d.Permalink).HasMaxLength(1000);
            delivery.Property(d => d.FailureCode).HasMaxLength(120);
            delivery.Property(d => d.TraceParent).HasMaxLength(55);
            delivery.HasOne(d => d.Channel).WithMany().HasForeignKey(d => d.ChannelId).OnDelete(DeleteBehavior.Restrict);
            delivery.HasOne(d => d.Version).WithMany().HasForeignKey(d => d.VersionId).OnDelete(DeleteBehavior.Restrict);
            delivery.HasMany(d => d.Comments).WithOne(c => c.Delivery).HasForeignKey(c => c.DeliveryId);
            delivery.HasMany(d => d.Events).WithOne().HasForeignKey(e => e.DeliveryId);
            // A worker whose lease was taken over must not save: the row is somebody else's by then.
            delivery.Property(d => d.LeaseId).IsConcurrencyToken();
            delivery.HasIndex(d => new { d.ActAt, d.LeasedUntil });
            delivery.HasIndex(d => new { d.PostId, d.ChannelId }).IsUnique();
            delivery.HasIndex(d => new { d.WorkspaceId, d.State });
            delivery.HasIndex(d => new { d.ChannelId, d.DueAt });
            delivery.HasIndex(d => d.LeaseId);
        });
        builder.Entity<CommentDelivery>(comment =>
        {
            comment.Property(c => c.Prepared).AsJson();
            comment.Property(c => c.RemoteId).HasMaxLength(400);
            comment.Property(c => c.Permalink).HasMaxLength(1000);
            comment.Property(c => c.FailureCode).HasMaxLength(120);
            comment.Property(c => c.LeaseId).IsConcurrencyToken();
            comment.HasIndex(c => new { c.DeliveryId, c.Number }).IsUnique();
            comment.HasIndex(c => new { c.ActAt, c.LeasedUntil });
            comment.HasIndex(c => c.PostId);
        });
        builder.Entity<DeliveryEvent>(happening =>
        {
            happening.Property(e => e.Kind).HasMaxLength(32);
            happening.Property(e => e.Code).HasMaxLength(120);
            happening.HasIndex(e => new { e.DeliveryId, e.At });
        });
    }

    static void DescribeMessages(ModelBuilder builder)
    {
        builder.Entity<OutgoingMail>(mail =>
        {
            mail.Property(m => m.Key).HasMaxLength(200);
            mail.Property(m => m.To).HasMaxLength(256);
            mail.Property(m => m.MailSubject).HasMaxLength(300);
            mail.HasIndex(m => m.Key).IsUnique();
            mail.HasIndex(m => m.ActAt);
            mail.HasIndex(m => m.SentAt);
        });
    }

    static void DescribePractice(ModelBuilder builder)
    {
        builder.Entity<PracticeAccount>(account =>
        {
            account.Property(a => a.Account).HasMaxLength(64);
            account.Property(a => a.Name).HasMaxLength(200);
            account.Property(a => a.Next).AsJson();
            account.HasIndex(a => a.Account).IsUnique();
        });
        builder.Entity<PracticePost>(post =>
        {
            post.Property(p => p.Account).HasMaxLength(64);
            post.Property(p => p.Key).HasMaxLength(64);
            post.Property(p => p.Link).HasMaxLength(2000);
            post.Property(p => p.Pictures).AsJson();
            post.Property(p => p.Poll).AsJson();
            post.HasIndex(p => new { p.Account, p.At });
            post.HasIndex(p => p.Key);
            post.HasIndex(p => p.ParentId);
        });
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

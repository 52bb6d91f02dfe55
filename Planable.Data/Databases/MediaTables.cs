using Microsoft.EntityFrameworkCore;
using Planable.Data.Media;
using Planable.Data.People;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Files, where they lie in the library, and what is made of them.</summary>
static class MediaTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<MediaAsset>(asset =>
        {
            asset.Property(a => a.FileName).HasMaxLength(255);
            asset.Property(a => a.ContentType).HasMaxLength(80);
            asset.Property(a => a.Sha256).HasMaxLength(Tables.Sha256);
            asset.Property(a => a.PublishedType).HasMaxLength(80);
            asset.Property(a => a.PublishedSha256).HasMaxLength(Tables.Sha256);
            asset.Property(a => a.Placeholder).HasMaxLength(MediaAsset.PlaceholderLength);
            asset.Ignore(a => a.Original);
            asset.Ignore(a => a.Published);
            asset.Property(a => a.Codec).HasMaxLength(40);
            asset.Property(a => a.AudioCodec).HasMaxLength(40);
            asset.Property(a => a.PosterSha256).HasMaxLength(Tables.Sha256);
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
            conversion.Property(c => c.Sha256).HasMaxLength(Tables.Sha256);
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
            request.Property(r => r.TokenHash).HasMaxLength(Tables.Sha256);
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
}

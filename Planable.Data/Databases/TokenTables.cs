using Microsoft.EntityFrameworkCore;
using Planable.Data.Tokens;

namespace Planable.Data.Databases;

/// <summary>Tables of what programs use: tokens, how they were used, and what was answered under a key.</summary>
static class TokenTables
{
    const int Sha256 = 64;

    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<AccessToken>(token =>
        {
            token.Property(t => t.Name).HasMaxLength(AccessToken.NameLength);
            token.Property(t => t.Scopes).AsJson();
            token.Property(t => t.Hash).HasMaxLength(Sha256);
            token.Property(t => t.Ending).HasMaxLength(8);
            token.Property(t => t.UsedFrom).HasMaxLength(AccessToken.AddressLength);
            token.HasOne(t => t.Member).WithMany().HasForeignKey(t => t.MemberId).OnDelete(DeleteBehavior.Restrict);
            token.HasOne(t => t.Consent).WithMany().HasForeignKey(t => t.ConsentId).OnDelete(DeleteBehavior.Restrict);
            // An app has one secret for all the workspaces a person chose, and a token in each.
            token.HasIndex(t => new { t.Hash, t.WorkspaceId }).IsUnique();
            token.HasIndex(t => new { t.WorkspaceId, t.MemberId });
        });
        builder.Entity<TokenUse>(use =>
        {
            use.Property(u => u.Code).HasMaxLength(TokenUse.CodeLength);
            use.HasOne<AccessToken>().WithMany().HasForeignKey(u => u.TokenId);
            use.HasIndex(u => new { u.TokenId, u.Hour, u.Code }).IsUnique();
        });
        builder.Entity<TokenFailure>(failure =>
        {
            failure.Property(f => f.Code).HasMaxLength(TokenUse.CodeLength);
            failure.Property(f => f.Field).HasMaxLength(TokenFailure.FieldLength);
            failure.Property(f => f.Words).HasMaxLength(TokenFailure.WordsLength);
            failure.Property(f => f.RequestId).HasMaxLength(TokenFailure.RequestIdLength);
            failure.HasOne<AccessToken>().WithMany().HasForeignKey(f => f.TokenId);
            failure.HasIndex(f => new { f.TokenId, f.At });
        });
        builder.Entity<KeptAnswer>(answer =>
        {
            answer.Property(a => a.Key).HasMaxLength(KeptAnswer.KeyLength);
            answer.Property(a => a.RequestHash).HasMaxLength(Sha256);
            answer.Property(a => a.ContentType).HasMaxLength(120);
            answer.HasOne<AccessToken>().WithMany().HasForeignKey(a => a.TokenId);
            answer.HasIndex(a => new { a.TokenId, a.Key }).IsUnique();
            answer.HasIndex(a => a.At);
        });
    }
}

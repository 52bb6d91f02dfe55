using Microsoft.EntityFrameworkCore;
using Planable.Data.Companies;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Databases;

/// <summary>Companies, their workspaces, and who belongs to them.</summary>
static class WorkspaceTables
{
    public static void Describe(ModelBuilder builder)
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
            workspace.Property(w => w.LastHash).HasMaxLength(Tables.Sha256);
            workspace.Property(w => w.Pause).AsJson();
            workspace.Property(w => w.LinkRules).AsJson();
            workspace.Property(w => w.ShortLinksAt).HasMaxLength(200);
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
            member.Property(m => m.Language).HasMaxLength(Languages.Spoken.CodeLength);
            member.Property(m => m.Granted).AsJson();
            member.Property(m => m.Revoked).AsJson();
            member.Property(m => m.OnlyChannels).AsJson();
            member.HasIndex(m => new { m.WorkspaceId, m.PersonId }).IsUnique();
            member.HasIndex(m => m.PersonId);
            member.HasOne(m => m.Person).WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
            member.HasOne(m => m.Workspace).WithMany().HasForeignKey(m => m.WorkspaceId).OnDelete(DeleteBehavior.Restrict);
            member.Navigation(m => m.Workspace).AutoInclude();
        });
        builder.Entity<Invitation>(invitation =>
        {
            invitation.Property(i => i.Email).HasMaxLength(256);
            invitation.Property(i => i.OnlyChannels).AsJson();
            invitation.Property(i => i.TokenHash).HasMaxLength(Tables.Sha256);
            invitation.Property(i => i.InvitedByName).HasMaxLength(Person.NameLength);
            invitation.HasIndex(i => i.TokenHash).IsUnique();
            invitation.HasIndex(i => i.WorkspaceId);
        });
    }
}

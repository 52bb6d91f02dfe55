using Microsoft.EntityFrameworkCore;
using Planable.Data.Languages;
using Planable.Data.People;
using Planable.Data.Secrets;

namespace Planable.Data.Databases;

/// <summary>People and how they are signed in.</summary>
static class PeopleTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Person>(person =>
        {
            person.ToTable("People");
            person.Property(p => p.Id).ValueGeneratedNever();
            person.Property(p => p.Name).HasMaxLength(Person.NameLength);
            person.Property(p => p.Zone).HasMaxLength(64);
            person.Property(p => p.Language).HasMaxLength(Spoken.CodeLength);
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
}

using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Planable.Data.Databases;

public static class UniqueViolations
{
    /// <summary>Was it refused because a row with the same unique values is there already? Both databases' ways to say so.</summary>
    public static bool IsDuplicate(this DbUpdateException refusal) => refusal.InnerException switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        SqlException sqlServer => sqlServer.Number is 2601 or 2627,
        _ => false,
    };
}

using System.Globalization;
using System.Text;
using Planable.Web.GraphQL.Engine.Errors;

namespace Planable.Web.GraphQL.Engine.Queries;

/// <summary>Cursors into a list in memory: the place, disguised so that nobody builds on it.</summary>
static class Places
{
    public static string Write(int place) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"@{place}")));

    public static int Read(string cursor)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (cursor.Length <= 20 && Convert.TryFromBase64String(cursor, bytes, out var length) && length > 1 && bytes[0] == '@'
            && int.TryParse(bytes[1..length], NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < int.MaxValue)
            return place;
        throw new GraphQLException(ErrorBuilder.New().SetMessage("The cursor is not one of this list.").SetCode(ErrorCodes.InvalidCursor).Build());
    }
}

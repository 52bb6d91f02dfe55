using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>
/// The response as it grows: JSON written straight into rented memory. Unlike a <c>Utf8JsonWriter</c> it can go back,
/// which is how a null in a place that takes none empties its parent without a tree of results.
/// </summary>
public sealed class JsonBuffer : IDisposable
{
    // Everything JSON wants escaped, and what JavaScript would trip over.
    static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\', '\u2028', '\u2029']);

    byte[] bytes = ArrayPool<byte>.Shared.Rent(4096);

    public int Length { get; private set; }
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);
    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(0, Length);

    public void GoBackTo(int length) => Length = length;

    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        Length += json.Length;
    }

    public void Byte(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    public void Null() => Raw("null"u8);

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        Length += written;
    }

    public void Number(decimal value)
    {
        Utf8Formatter.TryFormat(value, Room(40), out var written);
        Length += written;
    }

    public void Number(double value)
    {
        value.TryFormat(Room(32), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    public void String(ReadOnlySpan<char> text)
    {
        Byte((byte)'"');
        while (!text.IsEmpty)
        {
            var stop = text.IndexOfAny(Escaped);
            var plain = stop < 0 ? text : text[..stop];
            Length += Encoding.UTF8.GetBytes(plain, Room(plain.Length * 3));
            if (stop < 0)
                break;
            Escape(text[stop]);
            text = text[(stop + 1)..];
        }

        Byte((byte)'"');
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        Length = 0;
    }

    void Escape(char c)
    {
        var room = Room(6);
        room[0] = (byte)'\\';
        var letter = c switch { '"' => '"', '\\' => '\\', '\n' => 'n', '\r' => 'r', '\t' => 't', '\b' => 'b', '\f' => 'f', _ => '\0' };
        if (letter != '\0')
        {
            room[1] = (byte)letter;
            Length += 2;
            return;
        }

        room[1] = (byte)'u';
        Utf8Formatter.TryFormat((ushort)c, room[2..], out _, new StandardFormat('X', 4));
        Length += 6;
    }

    Span<byte> Room(int size)
    {
        if (bytes.Length - Length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Length + size));
            bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        return bytes.AsSpan(Length);
    }
}

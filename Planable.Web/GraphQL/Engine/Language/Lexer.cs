using System.Buffers;
using System.Text;

namespace Planable.Web.GraphQL.Engine.Language;

public enum TokenKind
{
    End, Bang, Dollar, Ampersand, ParenOpen, ParenClose, Spread, Colon, Equal, At, BracketOpen, BracketClose, BraceOpen, Pipe, BraceClose,
    Name, Int, Float, String, BlockString,
}

/// <summary>Cuts UTF-8 text into tokens, one at a time and without allocating; only strings are built, by the parser, when it wants one.</summary>
public ref struct Lexer(ReadOnlySpan<byte> source)
{
    static readonly SearchValues<byte> NameBytes = SearchValues.Create("_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    readonly ReadOnlySpan<byte> source = source;
    int position;

    public TokenKind Kind { get; private set; }
    public int Start { get; private set; }
    public readonly int End => position;

    /// <summary>The token as written.</summary>
    public readonly ReadOnlySpan<byte> Text => source[Start..position];

    /// <summary>Goes to the next token.</summary>
    public void Next()
    {
        SkipIgnored();
        Start = position;
        if (position >= source.Length)
        {
            Kind = TokenKind.End;
            return;
        }

        var c = source[position];
        Kind = c switch
        {
            (byte)'!' => Punctuator(TokenKind.Bang),
            (byte)'$' => Punctuator(TokenKind.Dollar),
            (byte)'&' => Punctuator(TokenKind.Ampersand),
            (byte)'(' => Punctuator(TokenKind.ParenOpen),
            (byte)')' => Punctuator(TokenKind.ParenClose),
            (byte)':' => Punctuator(TokenKind.Colon),
            (byte)'=' => Punctuator(TokenKind.Equal),
            (byte)'@' => Punctuator(TokenKind.At),
            (byte)'[' => Punctuator(TokenKind.BracketOpen),
            (byte)']' => Punctuator(TokenKind.BracketClose),
            (byte)'{' => Punctuator(TokenKind.BraceOpen),
            (byte)'|' => Punctuator(TokenKind.Pipe),
            (byte)'}' => Punctuator(TokenKind.BraceClose),
            (byte)'.' => Dots(),
            (byte)'"' => AnyString(),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(),
            _ when IsNameStart(c) => Name(),
            _ => throw Unexpected(),
        };
    }

    /// <summary>What the string token under the cursor means.</summary>
    public readonly string StringValue() => Kind == TokenKind.BlockString
        ? BlockStrings.Value(Decode(source[(Start + 3)..(position - 3)]).Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal))
        : Unescape(source[(Start + 1)..(position - 1)]);

    public readonly SyntaxError Error(string message, int at) => new(message, Location.Of(source, at));

    TokenKind Punctuator(TokenKind kind)
    {
        position++;
        return kind;
    }

    TokenKind Dots()
    {
        if (!source[position..].StartsWith("..."u8))
            throw Error("Unexpected character: \".\".", position);
        position += 3;
        return TokenKind.Spread;
    }

    TokenKind Name()
    {
        var length = source[position..].IndexOfAnyExcept(NameBytes);
        position = length < 0 ? source.Length : position + length;
        return TokenKind.Name;
    }

    void SkipIgnored()
    {
        while (position < source.Length)
        {
            switch (source[position])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)',':
                    position++;
                    break;
                case (byte)'#':
                    var end = source[position..].IndexOfAny(LineEnds);
                    position = end < 0 ? source.Length : position + end;
                    break;
                case 0xEF when source[position..].StartsWith("\uFEFF"u8):
                    position += 3;
                    break;
                default:
                    return;
            }
        }
    }

    TokenKind Number()
    {
        var kind = TokenKind.Int;
        if (source[position] == '-')
            position++;
        if (Peek() == '0')
        {
            position++;
            if (char.IsAsciiDigit((char)Peek()))
                throw Error("Invalid number, unexpected digit after 0.", position);
        }
        else
        {
            Digits();
        }

        if (Peek() == '.')
        {
            kind = TokenKind.Float;
            position++;
            Digits();
        }

        if (Peek() is 'e' or 'E')
        {
            kind = TokenKind.Float;
            position++;
            if (Peek() is '+' or '-')
                position++;
            Digits();
        }

        return Peek() == '.' || IsNameStart((byte)Peek()) ? throw Error("Invalid number, expected a digit.", position) : kind;
    }

    void Digits()
    {
        if (!char.IsAsciiDigit((char)Peek()))
            throw Error("Invalid number, expected a digit.", position);
        while (char.IsAsciiDigit((char)Peek()))
            position++;
    }

    TokenKind AnyString()
    {
        if (source[position..].StartsWith("\"\"\""u8))
            return BlockString();
        position++;
        while (position < source.Length)
        {
            switch (source[position])
            {
                case (byte)'"':
                    position++;
                    return TokenKind.String;
                case (byte)'\n' or (byte)'\r':
                    throw Error("Unterminated string.", position);
                case (byte)'\\':
                    position += 2;
                    break;
                default:
                    position++;
                    break;
            }
        }

        position = source.Length;
        throw Error("Unterminated string.", position);
    }

    TokenKind BlockString()
    {
        position += 3;
        while (position < source.Length)
        {
            var rest = source[position..];
            if (rest.StartsWith("\\\"\"\""u8))
            {
                position += 4;
            }
            else if (rest.StartsWith("\"\"\""u8))
            {
                position += 3;
                return TokenKind.BlockString;
            }
            else
            {
                position++;
            }
        }

        throw Error("Unterminated string.", position);
    }

    readonly string Unescape(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
            return Decode(raw);

        var text = new StringBuilder(raw.Length);
        while (!raw.IsEmpty)
        {
            var slash = raw.IndexOf((byte)'\\');
            if (slash < 0)
                return text.Append(Decode(raw)).ToString();
            text.Append(Decode(raw[..slash]));
            raw = raw[(slash + 1)..];
            raw = raw[Escape(raw, text)..];
        }

        return text.ToString();
    }

    readonly int Escape(ReadOnlySpan<byte> raw, StringBuilder text)
    {
        var plain = raw[0] switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'u' => '\0',
            _ => throw Error($"Invalid character escape sequence: \"\\{(char)raw[0]}\".", Start),
        };
        if (plain != '\0')
        {
            text.Append(plain);
            return 1;
        }

        var (code, length) = UnicodeEscape(raw);
        if (code is >= 0xD800 and <= 0xDBFF && length == 5 && raw.Length > 10 && raw[5] == '\\' && raw[6] == 'u'
            && UnicodeEscape(raw[6..]) is ( >= 0xDC00 and <= 0xDFFF, 5) low)
        {
            text.Append((char)code).Append((char)low.Code);
            return 11;
        }

        if (!Rune.IsValid(code))
            throw Error("Invalid Unicode escape sequence.", Start);
        text.Append(new Rune(code).ToString());
        return length;
    }

    /// <summary>Reads u0041 or u{41}; gives the code and how many bytes it took, the u included.</summary>
    readonly (int Code, int Length) UnicodeEscape(ReadOnlySpan<byte> raw)
    {
        var braced = raw.Length > 1 && raw[1] == '{';
        var end = braced ? raw.IndexOf((byte)'}') : 5;
        var digits = end < 0 || end > raw.Length ? default : raw[(braced ? 2 : 1)..end];
        if (digits.IsEmpty || digits.Length > 9)
            throw Error("Invalid Unicode escape sequence.", Start);

        long code = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                throw Error("Invalid Unicode escape sequence.", Start);
            code = Math.Min(code * 16 + Convert.ToInt32(((char)digit).ToString(), 16), int.MaxValue);
        }

        return ((int)code, braced ? end + 1 : 5);
    }

    readonly string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Error("Invalid character within String.", Start);
        }
    }

    readonly SyntaxError Unexpected()
    {
        Rune.DecodeFromUtf8(source[position..], out var rune, out _);
        return Error(Rune.IsControl(rune) ? $"Invalid character: U+{rune.Value:X4}." : $"Unexpected character: \"{rune}\".", position);
    }

    readonly int Peek() => position < source.Length ? source[position] : 0;

    static bool IsNameStart(byte c) => c == '_' || char.IsAsciiLetter((char)c);

    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}

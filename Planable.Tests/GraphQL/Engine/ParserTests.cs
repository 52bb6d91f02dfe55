using System.Text;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Tests.GraphQL.Engine;

public class ParserTests
{
    [Theory]
    [InlineData("{ a }"), InlineData("\uFEFF{,a,,\r\n#x\rb\u0009}"), InlineData("query Q { a }"), InlineData("{ a: b(c: 1, d: [1 2, 3], e: {f: $g}) @h }")]
    [InlineData("query ($on: Int = 0) { query: on(true: $on) }"), InlineData("{ ...on A { a } ... { b } ...B } fragment B on C { d }"), InlineData("\"told\" query Q(\"why\" $a: [Int!]! = [1] @d) { a }")]
    [InlineData("subscription { a } mutation M { b }"), InlineData("{ a(s: \"\\u{1F600} \\uD83D\\uDE00 \\n\", b: \"\"\"x \\\"\"\" y\"\"\") }"), InlineData("{ a(n: -0, f: -1.5e-3, z: 0) }"), InlineData("\"\"\"d\"\"\" fragment F on A { a }")]
    public void Reads(string text) => Assert.NotEmpty(Parser.Parse(text).Definitions);

    [Theory]
    [InlineData(""), InlineData("{}"), InlineData("{ a() }"), InlineData("query () { a }"), InlineData("{ a(b: 01) }"), InlineData("{ a(b: 1.) }"), InlineData("{ a(b: .5) }"), InlineData("{ a(b: 1a) }")]
    [InlineData("{ a(b: 0xF) }"), InlineData("{ a(b: 1.5.5) }"), InlineData("{ a(b: \"\\uD83D\") }"), InlineData("{ a(b: \"\\uDE00\\uD83D\") }"), InlineData("{ a(b: \"\\u{110000}\") }"), InlineData("{ a(b: \"\\x\") }")]
    [InlineData("{ a(b: \"x\ny\") }"), InlineData("{ a(b: \"\"\"x) }"), InlineData("fragment on on A { a }"), InlineData("\"told\" { a }"), InlineData("query ($a: Int = $b) { a }"), InlineData("{ a } }"), InlineData("{ a(b: \"\\u{}\") }")]
    [InlineData("{ a @ }"), InlineData("{ .. a }"), InlineData("{ a ? }"), InlineData("extend query { a }"), InlineData("{ a(b: \"\\"), InlineData("{ a(b: \"\\u00"), InlineData("type A { }"), InlineData("{ a(b: --1) }")]
    public void Refuses(string text) => Assert.Throws<SyntaxError>(() => Parser.Parse(text));

    [Fact]
    public void An_error_tells_its_line_and_column_in_utf16_units()
    {
        var error = Assert.Throws<SyntaxError>(() => Parser.Parse("{ a\r\n  b(c: \"😀\") ? }"));

        Assert.Equal(new Location(2, 14), error.At);
    }

    [Fact]
    public void Block_strings_lose_their_common_indent_and_blank_edges() =>
        Assert.Equal("a\n  b\n\nc", BlockStrings.Value("\n    a\n      b\n\n    c\n  "));

    [Theory, InlineData("enum A { B }"), InlineData("type A implements B & C @d { e(f: [Int!]! = [1] @g): H }"), InlineData("extend schema @a"), InlineData("directive @a(b: C) repeatable on FIELD | QUERY"), InlineData("union A = | B | C")]
    [InlineData("input A { b: C = {d: 1} }"), InlineData("scalar A @specifiedBy(url: \"x\")"), InlineData("schema { query: Q }"), InlineData("interface A implements B")]
    public void Type_definitions_are_read_to_be_refused_by_name(string text) => Assert.IsType<TypeSystemDefinition>(Assert.Single(Parser.Parse(text).Definitions));

    [Fact]
    public void Reading_stops_at_each_limit()
    {
        Assert.Contains("tokens", Fails("{ " + string.Concat(Enumerable.Repeat("a(b: [1 2 3 4]) ", 3000)) + "}"), StringComparison.Ordinal);
        Assert.Contains("fields", Fails("{ " + string.Concat(Enumerable.Repeat("a ", 3000)) + "}"), StringComparison.Ordinal);
        Assert.Contains("deeper", Fails(string.Concat(Enumerable.Repeat("{ a ", 5000))), StringComparison.Ordinal);
        Assert.Contains("deeper", Fails("{ a(b: " + new string('[', 15000)), StringComparison.Ordinal);
        Assert.Contains("deeper", Fails("query ($a: " + new string('[', 15000)), StringComparison.Ordinal);
        Assert.Contains("directives", Fails("{ a @b @b @b @b @b }"), StringComparison.Ordinal);

        static string Fails(string text) => Assert.Throws<SyntaxError>(() => Parser.Parse(text)).Message;
    }

    [Fact]
    public void Garbage_bytes_are_a_syntax_error_and_nothing_else()
    {
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            var text = i % 2 == 0 ? bytes : [.. "{ a(b: \""u8, .. bytes, .. "\") }"u8];
            try
            {
                Parser.Parse(text);
            }
            catch (SyntaxError)
            {
                // The only exception there may be.
            }
        }
    }

    [Fact]
    public void What_is_printed_reads_back_the_same()
    {
        const string text = """
            "why" query Q($a: Int = 1 @d, $b: [String!]!) @e(f: "x\n\u0007") { x: a(b: {c: [1, 2.5e1, $a, E, null, true, "é\""]}) @include(if: true) { ...F ... on G @h { i } ... { j } } }
            fragment F on K { l(m: "block") }
            """;
        var once = Printer.Print(Parser.Parse(text));

        Assert.Equal(once, Printer.Print(Parser.Parse(once)));
        Assert.Contains("x: a(b: {c: [1, 2.5e1, $a, E, null, true, \"é\\\"\"]}) @include(if: true) {", once, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetByteCount(once), Parser.Parse(once).Source.Length);
    }
}

using System.Text.Json;
using Planable.Tests.GraphQL.Engine.Sample;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;
using Planable.Web.GraphQL.Engine.Validation;

namespace Planable.Tests.GraphQL.Engine;

public class ValidationTests(SampleServer server) : IClassFixture<SampleServer>
{
    static readonly string[] Known =
    [
        "{ books { __typename { x } } }", "{ books { nodes { title(a: 1) } } }", "query ($x: Int) { withDefault(size: $x) }", "query ($x: Int!) { a: hello }", "query ($x: Int) { bookById(id: $x) { title } }",
        "{ a: hello a: fails }", "{ hello hello(name: \"x\") }", "{ search(text: \"a\") { ... on Book { x: title } ... on Author { x: born } } }", "{ search(text: \"a\") { ... on Book { x: title } ... on Author { x: name } } }",
        "{ allBooks { a: title } allBooks { a: pages } }", "query A { hello } query A { hello }", "{ hello } query B { hello }", "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }",
        "{ ...F } fragment F on Query { hello } fragment F on Query { fails }", "{ find(by: {}) { title } }", "{ find(by: {title: \"a\", id: 1}) { title } }", "{ find(by: {title: null}) { title } }",
        "query ($t: String) { find(by: {title: $t}) { title } }", "query ($t: String!) { find(by: {title: $t}) { title } }", "{ echo(matrix: 1) }", "{ echo(matrix: [1, 2]) }", "{ echo(matrix: [[1], null]) }", "{ echo(ratio: 1) }",
        "{ echo(number: 1.0) }", "{ echo(number: 3000000000) }", "{ echo(flag: 1) }", "{ echo(binding: \"PAPERBACK\") }", "{ echo(point: {x: 1, x: 2}) }", "{ echo(point: {z: 1}) }", "{ hello @skip }", "{ hello @skip(if: true) @skip(if: true) }",
        "{ hello @unknown }", "query @skip(if: true) { hello }", "subscription { bookRenamed { title } a: bookRenamed { title } }", "subscription { __typename }", "type A { b: Int } { hello }", "{ __schema { types { name } } }", "mutation { __schema { types { name } } }",
        "{ allBooks { author { __type(name: \"x\") { name } } } }", "{ ... on Mutation { hello } }", "{ ... on Book { title } }", "{ ...F } fragment F on String { length }", "query ($b: Book) { hello }", "query ($m: [Int]) { echo(matrix: $m) }",
        "query ($m: [[Int]]) { echo(matrix: $m) }", "query ($i: Int = null) { withDefault(size: $i) }", "query ($i: Int = 1) { bookById(id: $i) { title } }", "query ($b: Boolean) { hello @include(if: $b) }", "query ($b: Boolean = true) { hello @include(if: $b) }",
        "{ allBooks }", "{ hello { x } }", "{ titled { title ... on Book { pages } } }", "{ titled { pages } }", "{ a: allBooks { title } a: authors { displayName } }", "query ($a: Int, $a: Int) { echo(number: $a) }", "{ hello(name: \"a\", name: \"b\") }",
        "{ __type { name } }", "{ __type(name: \"Book\") { fields { type { fields { type { fields { name } } } } } } }", "query Q($n: Int) { ...F } fragment F on Query { echo(number: $n) }", "query Q { ...F } fragment F on Query { echo(number: $n) }",
        "fragment F on Query { hello }", "query ($x: [Int!]! = [1]) { echo(matrix: [$x]) }", "{ echo(point: $p) }", "query ($x: Int) { echo(point: {x: $x}) }", "query ($x: Int = 5) { echo(point: {x: $x}) }", "{ echo(point: {}) }", "mutation { plain }",
    ];

    /// <summary>Rules of September 2025 that graphql-js has only from version 17 on.</summary>
    static readonly string[] OnlyIn2025 = ["The root of a subscription must not use @", "must be non-nullable to be used for OneOf Input Object"];

    [Fact]
    public async Task Thousands_of_documents_get_the_verdict_of_the_reference_implementation()
    {
        var generated = new Documents(server.Schema, seed: 2025);
        List<string> texts = [.. Known, .. Enumerable.Range(0, 4000).Select(_ => generated.Next())];
        var folder = Directory.CreateTempSubdirectory("graphql");
        try
        {
            var (schema, documents) = (Path.Combine(folder.FullName, "schema.graphql"), Path.Combine(folder.FullName, "documents.json"));
            await File.WriteAllTextAsync(schema, SchemaPrinter.Print(server.Schema));
            await File.WriteAllTextAsync(documents, JsonSerializer.Serialize(texts));
            var verdicts = JsonSerializer.Deserialize<List<Verdict>>(await Reference.Run("verdicts.mjs", schema, documents), JsonSerializerOptions.Web)!;

            Assert.Equal(texts.Count, verdicts.Count);
            Assert.InRange(verdicts.Count(v => v.Valid), 800, 3200);
            var differing = texts.Zip(verdicts, (text, verdict) => (Text: text, Theirs: verdict, Ours: Judge(text))).Where(d => d.Ours.Valid != d.Theirs.Valid)
                .Where(d => !OnlyIn2025.Any(rule => d.Ours.Why?.Contains(rule, StringComparison.Ordinal) == true)).ToList();
            Assert.True(differing.Count == 0, $"{differing.Count} differ:\n" + string.Join('\n', differing.Take(8).Select(d => $"{d.Text}\n  theirs: {d.Theirs.Why ?? "valid"}\n  ours: {d.Ours.Why ?? "valid"}")));
            Assert.All(texts.Zip(verdicts).Where(p => p.Second.Valid), p => Assert.Equal(p.Second.Printed, Printer.Print(Parser.Parse(p.First))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("query ($t: String) { find(by: {title: $t}) { title } }", "must be non-nullable to be used for OneOf")]
    [InlineData("subscription ($b: Boolean!) { bookRenamed @skip(if: $b) { title } }", "must not use @skip"), InlineData("{ books { nodes { titel } } }", "Cannot query field \"titel\" on type \"Book\".")]
    [InlineData("query ($x: Nope) { hello }", "Unknown type \"Nope\"."), InlineData("{ echo(at: \"yesterday\") }", "DateTime cannot represent the value \"yesterday\"."), InlineData("{ echo(at: \"2026-01-01T10:00:00\") }", "DateTime cannot represent")]
    public void The_message_says(string text, string message) =>
        Assert.Contains(Validator.Validate(server.Schema, Parser.Parse(text)), e => e.Message.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Five_thousand_repeated_fields_and_fragments_that_fan_out_are_judged_in_time()
    {
        var roomy = new ParserLimits { MaxFields = 20_000, MaxTokens = 200_000 };
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.Empty(Validator.Validate(server.Schema, Parser.Parse("{ " + string.Concat(Enumerable.Repeat("hello ", 5000)) + "}", roomy)));
        Assert.NotEmpty(Validator.Validate(server.Schema, Parser.Parse("{ " + string.Concat(Enumerable.Range(0, 5000).Select(i => $"hello(name: \"{i}\") ")) + "}", roomy)));
        Assert.NotEmpty(Validator.Validate(server.Schema, Parser.Parse("{ allBooks { ...F0 } } " + string.Concat(Enumerable.Range(0, 200).Select(i => $"fragment F{i} on Book {{ a: author {{ books {{ ...F{i + 1} }} }} b: author {{ books {{ ...F{i + 1} }} }} }} ")) + "fragment F200 on Book { title }", roomy)));
        Assert.Empty(Validator.Validate(server.Schema, Parser.Parse("{ " + string.Concat(Enumerable.Repeat("...F ", 1000)) + "} fragment F on Query { " + string.Concat(Enumerable.Repeat("hello ", 1000)) + "}", roomy)));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    (bool Valid, string? Why) Judge(string text)
    {
        try
        {
            var errors = Validator.Validate(server.Schema, Parser.Parse(text));
            return (errors.Count == 0, errors.Count == 0 ? null : errors[0].Message);
        }
        catch (SyntaxError error)
        {
            return (false, error.Message);
        }
    }

    sealed record Verdict(bool Valid, string? Why, string? Printed);
}

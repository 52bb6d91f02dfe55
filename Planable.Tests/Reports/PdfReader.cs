using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Planable.Tests.Reports;

/// <summary>Reads what our own writer writes, by other means than the writer: objects, structure, and text by the maps in the file.</summary>
sealed partial class PdfReader
{
    readonly Dictionary<int, string> objects = [];
    readonly Dictionary<int, byte[]> streams = [];
    readonly Dictionary<int, Dictionary<string, string>> maps = [];

    public PdfReader(byte[] file)
    {
        Raw = Encoding.Latin1.GetString(file);
        foreach (Match match in Streams().Matches(Raw))
        {
            var number = Int(match.Groups[1].Value);
            var packed = file.AsSpan(match.Index + match.Length, Int(Length().Match(match.Groups[2].Value).Groups[1].Value)).ToArray();
            objects[number] = match.Groups[2].Value;
            streams[number] = match.Groups[2].Value.Contains("/FlateDecode", StringComparison.Ordinal) && !match.Groups[2].Value.Contains("/Predictor", StringComparison.Ordinal) ? Inflated(packed) : packed;
            if (match.Groups[2].Value.Contains("/ObjStm", StringComparison.Ordinal)) Unpack(match.Groups[2].Value, Encoding.Latin1.GetString(streams[number]));
        }
    }

    public string Raw { get; }
    public IEnumerable<string> Objects => objects.Values;
    public string Catalogue => Objects.Single(o => o.Contains("/Type/Catalog", StringComparison.Ordinal));
    public string Information => this[Int(Regex.Match(Raw, @"/Info (\d+) 0 R", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value)];
    public List<int> Pages => [.. References(Regex.Match(Objects.Single(o => o.Contains("/Type/Pages", StringComparison.Ordinal)), @"/Kids\[([^\]]*)\]", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value)];
    public string this[int number] => objects[number];

    public string Stream(int number) => Encoding.Latin1.GetString(streams[number]);

    public byte[] Bytes(int number) => streams[number];

    public string Content(int page) => Stream(Reference(objects[page], "Contents"));

    /// <summary>The structure from the root: each element's kind, dictionary, and the text directly in it.</summary>
    public IEnumerable<(string Kind, string Facts, string Text, int Depth)> Structure() => Walk(References(Regex.Match(objects[Reference(Catalogue, "StructTreeRoot")], @"/K (\d+ 0 R)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value).Single(), 0);

    /// <summary>The text of a page in the order it is drawn.</summary>
    public string Text(int page) => string.Concat(Marked(page).Select(m => m.Text + "\n"));

    public static int Reference(string dictionary, string key) => Int(Regex.Match(dictionary, $@"/{key} (\d+) 0 R", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    IEnumerable<(string, string, string, int)> Walk(int number, int depth)
    {
        var element = objects[number];
        var kids = Kids().Match(element).Groups[1].Value;
        var text = string.Concat(Contents().Matches(kids).Select(m => Marked(Int(m.Groups[1].Value)).Single(c => c.Id == Int(m.Groups[2].Value)).Text)).TrimEnd();
        yield return (Regex.Match(element, @"/S/(\w+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value, element, text, depth);
        var plain = Contents().Replace(Regex.Replace(kids, @"<</Type/OBJR[^>]*>>", "", RegexOptions.None, TimeSpan.FromSeconds(1)), "");
        foreach (var kid in References(plain))
            foreach (var inner in Walk(kid, depth + 1)) yield return inner;
    }

    readonly Dictionary<int, List<(int Id, string Text)>> marked = [];

    List<(int Id, string Text)> Marked(int page)
    {
        if (marked.TryGetValue(page, out var known)) return known;
        var found = new List<(int Id, string Text)>();
        var (id, font, text, instead) = (-1, 0, new StringBuilder(), false);
        foreach (var line in Content(page).Split('\n'))
        {
            if (Regex.Match(line, @"MCID (\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } begin) (id, text) = (Int(begin.Groups[1].Value), new());
            if (Regex.Match(line, @"/F(\d+) ", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } named) font = Reference(objects[page], "F" + named.Groups[1].Value);
            if (Regex.Match(line, "ActualText(?:<FEFF([0-9A-F]+)>|[(](.*?)[)]>>)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } meant)
            {
                text.Append(meant.Groups[2].Success ? meant.Groups[2].Value : Encoding.BigEndianUnicode.GetString(Convert.FromHexString(meant.Groups[1].Value)));
                instead = true;
            }
            if (line == "EMC" && instead)
            {
                instead = false;
                continue;
            }
            if (!instead && line.EndsWith("TJ", StringComparison.Ordinal)) foreach (Match hex in Regex.Matches(line, "<([0-9A-F]+)>", RegexOptions.None, TimeSpan.FromSeconds(1))) text.Append(Mapped(font, hex.Groups[1].Value));
            if (line != "EMC" || id < 0) continue;
            found.Add((id, text.ToString()));
            id = -1;
        }
        return marked[page] = found;
    }

    string Mapped(int font, string codes)
    {
        if (!maps.TryGetValue(font, out var map))
            maps[font] = map = Regex.Matches(Stream(Reference(objects[font], "ToUnicode")), "^<([0-9A-F]+)><([0-9A-F]+)>$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).ToDictionary(m => m.Groups[1].Value, m => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(m.Groups[2].Value)));
        var digits = objects[font].Contains("/Type3", StringComparison.Ordinal) ? 2 : 4;
        return string.Concat(codes.Chunk(digits).Select(c => map.GetValueOrDefault(new string(c), "")));
    }

    void Unpack(string dictionary, string body)
    {
        var first = Int(Regex.Match(dictionary, @"/First (\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);
        var head = body[..first].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Int).ToList();
        for (var i = 0; i < head.Count; i += 2)
        {
            var (start, end) = (first + head[i + 1], i + 3 < head.Count ? first + head[i + 3] : body.Length);
            objects[head[i]] = body[start..end];
        }
    }

    static IEnumerable<int> References(string text) => Regex.Matches(text, @"(\d+) 0 R", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => Int(m.Groups[1].Value));

    static byte[] Inflated(byte[] packed)
    {
        using var plain = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress)) zlib.CopyTo(plain);
        return plain.ToArray();
    }

    static int Int(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=\n)(\d+) 0 obj\n<<([^\n]*)>>\nstream\n", RegexOptions.None, 5000)]
    private static partial Regex Streams();

    [GeneratedRegex(@"/Length (\d+)", RegexOptions.None, 1000)]
    private static partial Regex Length();

    [GeneratedRegex(@"<</Type/MCR/Pg (\d+) 0 R/MCID (\d+)>>", RegexOptions.None, 1000)]
    private static partial Regex Contents();

    [GeneratedRegex(@"/K\[(.*?)\](?=/|>>)", RegexOptions.Singleline, 1000)]
    private static partial Regex Kids();
}

using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Planable.Data.BestTimes;

/// <param name="Networks">Keys; none stands for every network that has no group of its own.</param>
/// <param name="Source">Where it can be read.</param>
public sealed record BenchmarkGroup(IReadOnlyList<string> Networks, string Source, IReadOnlyList<BestWindow> Windows);

/// <summary>When people in general answer to posts, as a study found. It knows nothing of the client, and says so wherever it is shown.</summary>
/// <param name="Checked">When somebody last looked whether it says that.</param>
public sealed record Benchmark(string Name, DateOnly Published, DateOnly Checked, IReadOnlyList<BenchmarkGroup> Groups)
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    static readonly Lazy<Benchmark> Loaded = new(Read);

    public static Benchmark General => Loaded.Value;

    public BenchmarkGroup For(string network) => Groups.FirstOrDefault(g => g.Networks.Contains(network)) ?? Groups.Single(g => g.Networks.Count == 0);

    static Benchmark Read()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("Planable.Data.BestTimes.Benchmark.json")!;
        return JsonSerializer.Deserialize<Benchmark>(file, Json)!;
    }
}

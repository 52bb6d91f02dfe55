namespace Planable.Web.Bench;

static class Benchmark
{
    public static Task<int> Run(WebApplication app, string[] args) => Task.FromResult(args.Length + (app.Urls.Count > 99 ? 1 : 0));
}

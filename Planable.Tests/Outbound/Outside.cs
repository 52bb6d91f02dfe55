using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Planable.Jobs.Outbound;

namespace Planable.Tests.Outbound;

/// <summary>The outbound clients as the app has them, with a resolver of the test's own.</summary>
internal sealed class Outside : IDisposable
{
    private readonly ServiceProvider services;
    private readonly List<string> asked = [];

    public Outside(bool allowPrivateNetworks = false, Func<int, string[]>? answers = null, Action<IServiceCollection>? more = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Outbound:AllowPrivateNetworks", allowPrivateNetworks ? "true" : "false"), new("Outbound:TimeoutSeconds", "3")]).Build();
        var collection = new ServiceCollection();
        if (answers is not null)
        {
            collection.AddSingleton<ResolveName>((host, _) =>
            {
                asked.Add(host);
                return Task.FromResult(answers(asked.Count).Select(IPAddress.Parse).ToArray());
            });
        }

        collection.AddOutbound(configuration);
        more?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    /// <summary>Names looked up so far, in order.</summary>
    public IReadOnlyList<string> Asked => asked;

    public LinkCards Cards => services.GetRequiredService<LinkCards>();

    public HttpClient Client(string name = OutboundClients.Connectors) => services.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    public void Dispose() => services.Dispose();
}

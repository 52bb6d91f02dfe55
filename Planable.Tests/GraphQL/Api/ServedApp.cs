using Planable.Tests.Support;

namespace Planable.Tests.GraphQL.Api;

/// <summary>The app behind a real socket, for programs that are not ours.</summary>
public sealed class ServedApp : TestApp
{
    public ServedApp() => UseKestrel(0);

    /// <summary>Where it is served.</summary>
    public async Task<(Uri Address, Integrator Who)> Serve(string name, params Data.Tokens.TokenScope[] scopes)
    {
        var who = await this.Api(name, scopes);
        return (new Uri(who.Http.BaseAddress!, "/graphql"), who);
    }
}

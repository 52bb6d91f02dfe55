using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

/// <summary>Identity's model asks the app's services which of its schemas to use; without an app these answer.</summary>
public static class DesignTime
{
    static readonly IServiceProvider Services = new ServiceCollection().Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3).BuildServiceProvider();

    public static DbContextOptionsBuilder<T> ForDesign<T>(this DbContextOptionsBuilder<T> options)
        where T : DbContext
    {
        options.Seeing();
        return options.UseApplicationServiceProvider(Services);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Logs;

namespace Planable.Jobs.Workspaces;

/// <summary>How jobs enter workspaces: one after the other, each in a scope of its own.</summary>
public sealed class EachWorkspace(IServiceScopeFactory scopes)
{
    public async Task Run<T>(Func<T, Task> work, CancellationToken cancel)
        where T : notnull
    {
        foreach (var id in await AllIds(cancel))
            await In(id, work, cancel);
    }

    public async Task In<T>(Guid workspaceId, Func<T, Task> work, CancellationToken cancel)
        where T : notnull
    {
        cancel.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<PlanableDb>().Enter(workspaceId, Via.Job);
        await work(scope.ServiceProvider.GetRequiredService<T>());
    }

    async Task<List<Guid>> AllIds(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PlanableDb>().Workspaces.Select(w => w.Id).ToListAsync(cancel);
    }
}

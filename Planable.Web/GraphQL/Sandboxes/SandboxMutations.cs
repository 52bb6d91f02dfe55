using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Sandboxes;

[MutationType, Error<UserError>, Scope(TokenScope.Write)]
public static class SandboxMutations
{
    [GraphQLDescription("Takes all posts of a practice workspace away and puts the sample posts back. Say its slug, so that a program with the wrong token destroys nothing.")]
    public static async Task<Workspace> ResetSandbox([GraphQLDescription("Of the practice workspace.")] string slug, PlanableDb db, Current current, Planable.Web.Sandboxes.SandboxKeeper sandboxes, CancellationToken cancel)
    {
        if (current.Workspace.Slug != slug)
            throw Refused.NotFound("workspace of this token", "slug");
        await sandboxes.Reset(db, await db.Workspaces.SingleAsync(w => w.Id == current.Workspace.Id, cancel), current.Member, cancel);
        return current.Workspace;
    }
}

using Planable.Data;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Door;

static class StartingOver
{
    /// <summary>Forgets what a mutation had begun when it failed: the next one of the request saves only its own.</summary>
    public static void StartOver(this PlanableDb db, Current current)
    {
        db.ChangeTracker.Clear();
        db.Attach(current.Member);
    }
}

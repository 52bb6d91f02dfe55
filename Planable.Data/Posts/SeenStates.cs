#pragma warning disable EF1001 // No public place sees a query before it is looked up among those compiled already, and here it has to be another one.
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Planable.Data.Publishing;

namespace Planable.Data.Posts;

/// <summary>
/// The state of a post sums all of its deliveries up, those on channels too that somebody limited to some does not see. For their queries it is the sum of what they see,
/// in whatever is shown, filtered, counted and sorted by it; a post as verbs load it keeps its own. Whoever sees all asks as ever.
/// </summary>
sealed class SeenStates(
    IQueryContextFactory contexts, ICompiledQueryCache cache, ICompiledQueryCacheKeyGenerator keys, IDatabase database, IDiagnosticsLogger<DbLoggerCategory.Query> logger, ICurrentDbContext current, IEvaluatableExpressionFilter filter, IModel model)
    : QueryCompiler(contexts, cache, keys, database, logger, current, filter, model)
{
    readonly DbContext db = current.Context;

    public override TResult Execute<TResult>(Expression query) => base.Execute<TResult>(Seen(query));

    public override TResult ExecuteAsync<TResult>(Expression query, CancellationToken cancellationToken = default) => base.ExecuteAsync<TResult>(Seen(query), cancellationToken);

    Expression Seen(Expression query) => db is PlanableDb { SeesAll: false } && query is not MethodCallExpression { Method.Name: "ExecuteUpdate" or "ExecuteDelete" } ? Summing.Instance.Visit(query) : query;

    sealed class Summing : ExpressionVisitor
    {
        public static readonly Summing Instance = new();

        /// <summary>As <see cref="Post.Sum"/> has it, of the deliveries the query filters leave.</summary>
        static readonly Expression<Func<Post, PostState>> OfSeen = p =>
            p.ChannelCount == p.Variants.Count ? p.State
            : !p.Deliveries.Any() ? PostState.Draft
            : p.Deliveries.All(d => d.State == DeliveryState.Waiting) ? PostState.Scheduled
            : p.Deliveries.Any(d => d.State == DeliveryState.Waiting || d.State == DeliveryState.Preparing || d.State == DeliveryState.Armed || d.State == DeliveryState.Confirming || d.State == DeliveryState.HandedOver) ? PostState.Publishing
            : p.Deliveries.Any(d => d.State == DeliveryState.Unknown) ? PostState.Unknown
            : p.Deliveries.Any(d => d.State == DeliveryState.Held) ? PostState.Held
            : !p.Deliveries.Any(d => d.State == DeliveryState.Failed) ? PostState.Published
            : p.Deliveries.Any(d => d.State == DeliveryState.Published) ? PostState.PartlyPublished
            : PostState.Failed;

        protected override Expression VisitMember(MemberExpression node) =>
            node is { Member.Name: nameof(Post.State), Expression: { } post } && post.Type == typeof(Post) && !IsValue(post)
                ? ReplacingExpressionVisitor.Replace(OfSeen.Parameters[0], Visit(post), OfSeen.Body)
                : base.VisitMember(node);

        /// <summary>Of a post somebody holds in their hands, not of one that is looked for.</summary>
        static bool IsValue(Expression? expression) => expression switch
        {
            MemberExpression member => IsValue(member.Expression),
            ConstantExpression or null => true,
            _ => false,
        };
    }
}

static class Sighted
{
    public static DbContextOptionsBuilder Seeing(this DbContextOptionsBuilder options) => options.ReplaceService<IQueryCompiler, SeenStates>();
}

using System.Collections;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>
/// Runs an operation once. Values that are at hand are written at once, depth first; a value still on its way leaves a <see cref="Hole"/>.
/// When nothing more can be written, the keys the loaders have gathered by then are fetched together, and the holes are filled as values come.
/// </summary>
sealed class OperationRun
{
    readonly JsonBuffer json;
    readonly VariableValues variables;
    readonly object?[]?[] arguments;
    readonly Gaps gaps = new();
    readonly List<IError> errors = [];
    readonly ReadyQueue ready = new();
    readonly OperationPlan plan;
    int pending;

    public OperationRun(RequestContext request, OperationPlan plan, VariableValues variables, JsonBuffer json, LoaderDefinitions loaders, CancellationToken cancel)
    {
        Request = request;
        this.plan = plan;
        this.variables = variables;
        this.json = json;
        Cancel = cancel;
        arguments = new object?[plan.Count][];
        Loaders = new(loaders, request, ready, cancel);
    }

    public RequestContext Request { get; }
    public CancellationToken Cancel { get; }
    public Loaders Loaders { get; }
    public object? EventMessage { get; init; }
    public IReadOnlyList<IError> Errors => errors;
    /// <summary>Where the frame of the data ends; contents of holes lie behind it.</summary>
    public int RootEnd { get; private set; }

    /// <summary>Whether the bytes are to be put together first.</summary>
    public bool HasGaps => gaps.Any;

    /// <summary>Writes the data. Where it has gaps, <see cref="Assemble"/> puts the parts together.</summary>
    public async ValueTask Run(object? root)
    {
        var place = new Place(null, null, -1, nonNull: false, json.Length);
        if (plan.Operation.Kind == OperationKind.Mutation)
        {
            await OneByOne(root, place);
        }
        else
        {
            if (!Fields(plan.Selections, root, place))
            {
                GoBackTo(place.Start);
                json.Null();
            }

            place.End = RootEnd = json.Length;
            await Fill();
        }
    }

    /// <summary>Puts the parts in their places.</summary>
    public void Assemble(int start, JsonBuffer target) => gaps.Assemble(json, start, RootEnd, target);

    // Each field of a mutation, and all below it, is done before the next begins.
    async ValueTask OneByOne(object? root, Place place)
    {
        var fields = new List<Hole>();
        json.Byte((byte)'{');
        foreach (var selection in plan.Selections.Selections)
        {
            if (fields.Count > 0)
                json.Byte((byte)',');
            json.Raw(selection.Key);
            fields.Add(new(json.Length, place, selection));
        }

        json.Byte((byte)'}');
        place.End = RootEnd = json.Length;
        fields.ForEach(gaps.Add);
        foreach (var field in fields.TakeWhile(_ => !place.IsDead))
        {
            pending++;
            try
            {
                var value = field.Selection.TypeName is null ? await Invoke(field.Selection, root, place) : plan.Root.Name;
                Complete(field, value, null);
            }
            catch (Exception error)
            {
                Complete(field, null, error);
            }

            await Fill();
        }
    }

    async ValueTask Fill()
    {
        while (pending > 0)
        {
            if (ready.RunAll() || Loaders.Dispatch())
                continue;
            await ready.Wait(Cancel);
        }
    }

    bool Fields(SelectionPlan selections, object? source, Place place)
    {
        json.Byte((byte)'{');
        var first = true;
        foreach (var selection in selections.Selections)
        {
            if (!first)
                json.Byte((byte)',');
            first = false;
            json.Raw(selection.Key);
            if (!Field(selection, source, place))
                return false;
        }

        json.Byte((byte)'}');
        return true;
    }

    bool Field(Selection selection, object? source, Place owner)
    {
        if (selection.TypeName is not null)
        {
            json.Raw(selection.TypeName);
            return true;
        }

        var start = json.Length;
        try
        {
            if (selection.Field.Getter is { } get)
                return Value(selection.Field.Type, get(source!), selection, owner, -1);
            var task = Invoke(selection, source, owner);
            return task.IsCompleted ? Value(selection.Field.Type, task.GetAwaiter().GetResult(), selection, owner, -1) : Leave(task, selection, owner);
        }
        catch (Exception error)
        {
            GoBackTo(start);
            return Failed(error, selection.Field.Type, selection, owner, -1);
        }
    }

    ValueTask<object?> Invoke(Selection selection, object? source, Place owner)
    {
        Cancel.ThrowIfCancellationRequested();
        var values = arguments[selection.Number] ??= selection.Arguments(variables);
        return selection.Field.Resolver!(new(this, selection, source, values, owner));
    }

    bool Leave(ValueTask<object?> task, Selection selection, Place owner)
    {
        var hole = new Hole(json.Length, owner, selection);
        gaps.Add(hole);
        pending++;
        var awaiter = task.ConfigureAwait(false).GetAwaiter();
        awaiter.UnsafeOnCompleted(() => ready.Add(() =>
        {
            try
            {
                Complete(hole, awaiter.GetResult(), null);
            }
            catch (Exception error)
            {
                Complete(hole, null, error);
            }
        }));
        return true;
    }

    void Complete(Hole hole, object? value, Exception? error)
    {
        pending--;
        if (hole.IsDropped || hole.Owner.IsDead)
            return;
        hole.ContentStart = json.Length;
        var type = hole.Selection.Field.Type;
        bool written;
        try
        {
            written = error is null ? Value(type, value, hole.Selection, hole.Owner, -1) : Failed(error, type, hole.Selection, hole.Owner, -1);
        }
        catch (Exception late)
        {
            GoBackTo(hole.ContentStart);
            written = Failed(late, type, hole.Selection, hole.Owner, -1);
        }

        hole.ContentEnd = json.Length;
        if (!written)
            gaps.Nullify(hole.Owner);
    }

    /// <summary>Writes a value; false when it is null where none may be, and the parent must go.</summary>
    bool Value(GraphType type, object? value, Selection selection, Place owner, int index)
    {
        var inner = type.Nullable;
        if (value is null)
            return NoValue(type, selection, owner, index);

        switch (inner)
        {
            case ScalarType scalar:
                var start = json.Length;
                if (scalar.Write(value, json))
                    return true;
                GoBackTo(start);
                Tell(Wrong(scalar, value), selection, owner, index);
                return Null(type);
            case EnumType @enum:
                if (@enum.FindValue(value) is not { } member)
                {
                    Tell(Wrong(@enum, value), selection, owner, index);
                    return Null(type);
                }

                json.String(member.Name);
                return true;
            case ListType list:
                return List(type, list, value, selection, owner, index);
            default:
                return Object(type, value, selection, owner, index);
        }
    }

    bool List(GraphType type, ListType list, object value, Selection selection, Place owner, int index)
    {
        var place = new Place(owner, selection, index, type.IsNonNull, json.Length);
        if (value is not IEnumerable items || value is string)
        {
            Tell(Wrong(list, value), selection, owner, index);
            return Null(type);
        }

        json.Byte((byte)'[');
        var i = 0;
        foreach (var item in items)
        {
            if (i > 0)
                json.Byte((byte)',');
            if (!Value(list.Item, item, selection, place, i++))
                return TakeBack(place, type);
        }

        json.Byte((byte)']');
        place.End = json.Length;
        return true;
    }

    bool Object(GraphType type, object value, Selection selection, Place owner, int index)
    {
        var children = selection.OnlyChild;
        if (children is null && (Request.Schema.TypeOf(value.GetType()) is not { } found || !selection.Children.TryGetValue(found, out children)))
        {
            Tell(ErrorBuilder.New().SetMessage($"Abstract type \"{type.Named}\" must resolve to one of its object types, not \"{value.GetType().Name}\".").SetCode(ErrorCodes.Unexpected), selection, owner, index);
            return Null(type);
        }

        var place = new Place(owner, selection, index, type.IsNonNull, json.Length);
        if (!Fields(children, value, place))
            return TakeBack(place, type);
        place.End = json.Length;
        return true;
    }

    bool TakeBack(Place place, GraphType type)
    {
        place.Nulled = true;
        GoBackTo(place.Start);
        return Null(type);
    }

    bool NoValue(GraphType type, Selection selection, Place owner, int index)
    {
        if (type.IsNonNull)
        {
            Tell(ErrorBuilder.New().SetMessage($"Cannot return null for non-nullable field {selection.Owner}.{selection.Field.Name}.").SetCode(ErrorCodes.NonNullViolation),
                selection, owner, index);
        }

        return Null(type);
    }

    bool Null(GraphType type)
    {
        if (type.IsNonNull)
            return false;
        json.Null();
        return true;
    }

    void GoBackTo(int start)
    {
        json.GoBackTo(start);
        gaps.DropFrom(start);
    }

    bool Failed(Exception error, GraphType type, Selection selection, Place owner, int index)
    {
        if (Cancel.IsCancellationRequested && error is OperationCanceledException)
            throw new OperationCanceledException(Cancel);
        foreach (var told in FieldErrors.Of(error))
            Tell(ErrorBuilder.FromError(told), selection, owner, index);
        return Null(type);
    }

    public void Report(IError error, Place owner, Selection selection) => Tell(ErrorBuilder.FromError(error), selection, owner, -1);

    void Tell(ErrorBuilder error, Selection selection, Place owner, int index)
    {
        error.SetPath(owner.PathTo(selection, index)).AddLocation(plan.Document.LocationOf(selection.Node));
        lock (errors)
            errors.Add(FieldErrors.Filter(error.Build(), Request));
    }

    static ErrorBuilder Wrong(GraphType type, object value) =>
        ErrorBuilder.New().SetMessage($"{type} cannot represent a value of type {value.GetType().Name}.").SetCode(ErrorCodes.Unexpected);
}

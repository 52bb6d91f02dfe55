using System.Linq.Expressions;

namespace Planable.Web.GraphQL.Engine.Annotations;

/// <summary>What a <c>Configure</c> method says about an object type beyond its attributes.</summary>
public interface IObjectTypeDescriptor<T>
{
    IObjectTypeDescriptor<T> Name(string name);

    IObjectTypeDescriptor<T> Description(string description);

    /// <summary>Only members named by <see cref="Field"/> (and the methods of the describing class) are fields.</summary>
    IObjectTypeDescriptor<T> BindFieldsExplicitly();

    IObjectTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member);

    IObjectFieldDescriptor Field(Expression<Func<T, object?>> member);
}

public interface IObjectFieldDescriptor
{
    IObjectFieldDescriptor Name(string name);

    IObjectFieldDescriptor Description(string description);

    IObjectFieldDescriptor Deprecated(string reason);

    IObjectFieldDescriptor Cost(double weight);

    /// <summary>The member is a global id.</summary>
    IObjectFieldDescriptor ID(string? typeName = null);

    IObjectFieldDescriptor Ignore();
}

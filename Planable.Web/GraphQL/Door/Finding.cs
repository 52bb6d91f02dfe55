using System.ComponentModel.DataAnnotations;
using Planable.Data.Members;
using Planable.Web.GraphQL.Engine.Building;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Door;

static class Finding
{
    /// <summary>What is not there and what is somebody else's get the same answer.</summary>
    public static async Task<T> Or<T>(this Task<T?> looked, string noun, string field = "id")
        where T : class => await looked ?? throw Refused.NotFound(noun, field);

    public static T Or<T>(this T? found, string noun, string field = "id")
        where T : class => found ?? throw Refused.NotFound(noun, field);

    public static void Must(this Current current, Permission permission) => current.Member.Must(permission);

    /// <summary>A form of the pages, with the bounds it has there: everything that is wrong is told at once.</summary>
    public static T Checked<T>(this T form)
        where T : class
    {
        var wrong = new List<ValidationResult>();
        if (!Validator.TryValidateObject(form, new ValidationContext(form), wrong, validateAllProperties: true))
            throw new AggregateException(wrong.Select(w => new Refused("INPUT_WRONG", w.ErrorMessage ?? "This cannot be used.", w.MemberNames.FirstOrDefault() is { } name ? Naming.Camel(name) : null)));
        return form;
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Planable.Web.Http;

/// <summary>Dates and times of forms and addresses come as browsers send them, "2026-11-22" and "09:00", whatever calendar the client's language counts in.</summary>
public sealed class IsoDates : IModelBinderProvider
{
    static readonly DateBinder Dates = new();
    static readonly TimeBinder Times = new();

    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        context.Metadata.UnderlyingOrModelType == typeof(DateOnly) ? Dates : context.Metadata.UnderlyingOrModelType == typeof(TimeOnly) ? Times : null;

    sealed class DateBinder : Binder
    {
        protected override object? Read(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    sealed class TimeBinder : Binder
    {
        static readonly string[] Formats = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];

        protected override object? Read(string text) =>
            TimeOnly.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    abstract class Binder : IModelBinder
    {
        protected abstract object? Read(string text);

        public Task BindModelAsync(ModelBindingContext context)
        {
            var sent = context.ValueProvider.GetValue(context.ModelName);
            if (sent == ValueProviderResult.None)
                return Task.CompletedTask;
            context.ModelState.SetModelValue(context.ModelName, sent);
            if (string.IsNullOrWhiteSpace(sent.FirstValue))
            {
                if (context.ModelMetadata.IsReferenceOrNullableType)
                    context.Result = ModelBindingResult.Success(null);
                return Task.CompletedTask;
            }

            if (Read(sent.FirstValue.Trim()) is { } value)
                context.Result = ModelBindingResult.Success(value);
            else
                context.ModelState.TryAddModelError(context.ModelName, context.ModelMetadata.ModelBindingMessageProvider.AttemptedValueIsInvalidAccessor(sent.FirstValue, context.ModelMetadata.GetDisplayName()));
            return Task.CompletedTask;
        }
    }
}

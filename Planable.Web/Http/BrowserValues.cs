using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Planable.Web.Http;

/// <summary>
/// Dates, times and numbers of forms and addresses come as browsers send them, "2026-11-22", "09:00" and "12.5", whatever calendar a language counts in and however it
/// writes numbers.
/// </summary>
public sealed class BrowserValues : IModelBinderProvider
{
    static readonly DateBinder Dates = new();
    static readonly TimeBinder Times = new();

    static readonly DecimalBinder Decimals = new();
    static readonly DoubleBinder Doubles = new();

    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.UnderlyingOrModelType switch
    {
        var type when type == typeof(DateOnly) => Dates,
        var type when type == typeof(TimeOnly) => Times,
        var type when type == typeof(decimal) => Decimals,
        var type when type == typeof(double) => Doubles,
        _ => null,
    };

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

    sealed class DecimalBinder : Binder
    {
        protected override object? Read(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    sealed class DoubleBinder : Binder
    {
        protected override object? Read(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
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

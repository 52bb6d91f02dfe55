using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace Planable.Web.Shared;

/// <summary>
/// <c>&lt;field for="Email" type="email" hint="..." autocomplete="username" /&gt;</c>: label, control, hint and the validation error beside it,
/// tied together for assistive technology. What was typed is kept, except a password. <c>type</c> is any input type, <c>textarea</c>, <c>checkbox</c> or
/// <c>switch</c>; with <c>items</c> it is a select. Attributes it does not know go to the control. What stands inside the element ends up at the end of the label's line.
/// </summary>
[HtmlTargetElement("field", Attributes = "for")]
public sealed class FieldTagHelper(IStringLocalizer<Words> words) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public ModelExpression For { get; set; } = null!;

    public string Type { get; set; } = "text";

    /// <summary>Instead of the property's [Display(Name)].</summary>
    public string? Label { get; set; }

    public string? Hint { get; set; }

    public IEnumerable<SelectListItem>? Items { get; set; }

    private string Name => View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    private string Id { get; set; } = "";

    private bool IsTick => Type is "checkbox" or "switch";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        Id = output.Attributes["id"]?.Value?.ToString() ?? TagBuilder.CreateSanitizedId(Name, "_");
        var besideLabel = await output.GetChildContentAsync();
        var error = Error();
        var control = Control(output, error);
        var field = new TagBuilder("div");
        field.Attributes["class"] = "field";

        if (IsTick)
        {
            field.InnerHtml.AppendHtml(Ticked(control));
        }
        else
        {
            field.InnerHtml.AppendHtml(LabelLine(besideLabel));
            field.InnerHtml.AppendHtml(Type == "password" ? WithReveal(control) : control);
        }

        if (Hint is not null) field.InnerHtml.AppendHtml(Text("hint", $"{Id}-hint", Hint));
        if (error is not null) field.InnerHtml.AppendHtml(ErrorLine(error));
        output.Become(field);
    }

    private TagBuilder Control(TagHelperOutput output, string? error)
    {
        var control = new TagBuilder(Items is not null ? "select" : Type == "textarea" ? "textarea" : "input");
        control.Attributes["id"] = Id;
        control.Attributes["name"] = Name;
        if (!IsTick) control.Attributes["class"] = "input";
        if (For.Metadata.IsRequired && !IsTick) control.Attributes["required"] = "required";

        var describedBy = string.Join(' ', new[] { error is null ? null : $"{Id}-error", Hint is null ? null : $"{Id}-hint" }.Where(id => id is not null));
        if (describedBy.Length > 0) control.Attributes["aria-describedby"] = describedBy;
        if (error is not null) control.Attributes["aria-invalid"] = "true";
        Fill(control);

        foreach (var attribute in output.Attributes.Where(a => a.Name != "class").ToList())
        {
            control.Attributes[attribute.Name] = attribute.Value?.ToString() ?? "";
            output.Attributes.Remove(attribute);
        }

        return control;
    }

    private void Fill(TagBuilder control)
    {
        var value = Typed() ?? Formatted(For.Model);
        if (Items is not null)
        {
            foreach (var item in Items) control.InnerHtml.AppendHtml(Option(item, value));
        }
        else if (Type == "textarea")
        {
            // A browser drops the first line break of a textarea; one of ours spares the person's.
            control.InnerHtml.AppendHtml("\n").Append(value ?? "");
        }
        else
        {
            control.TagRenderMode = TagRenderMode.SelfClosing;
            control.Attributes["type"] = Type == "switch" ? "checkbox" : Type;
            if (Type == "switch") control.Attributes["class"] = "switch";
            if (IsTick)
            {
                control.Attributes["value"] = "true";
                if (value?.Split(',').Contains("true", StringComparer.OrdinalIgnoreCase) == true) control.Attributes["checked"] = "checked";
            }
            else if (value is not null && Type is not ("password" or "file"))
            {
                control.Attributes["value"] = value;
            }
        }
    }

    private static TagBuilder Option(SelectListItem item, string? value)
    {
        var option = new TagBuilder("option");
        option.Attributes["value"] = item.Value ?? item.Text;
        if (value is null ? item.Selected : string.Equals(value, item.Value ?? item.Text, StringComparison.Ordinal)) option.Attributes["selected"] = "selected";
        if (item.Disabled) option.Attributes["disabled"] = "disabled";
        option.InnerHtml.Append(item.Text);
        return option;
    }

    private IHtmlContent LabelLine(TagHelperContent beside)
    {
        var label = new TagBuilder("label");
        label.Attributes["for"] = Id;
        label.InnerHtml.Append(LabelText());
        if (beside.IsEmptyOrWhiteSpace) return label;

        label.Attributes["class"] = "label grow";
        var line = new TagBuilder("span");
        line.Attributes["class"] = "row";
        line.InnerHtml.AppendHtml(label).AppendHtml(beside);
        return line;
    }

    private HtmlContentBuilder Ticked(TagBuilder control)
    {
        var label = new TagBuilder("label");
        label.Attributes["class"] = "check";
        label.InnerHtml.AppendHtml(control);
        var text = new TagBuilder("span");
        text.InnerHtml.Append(LabelText());
        label.InnerHtml.AppendHtml(text);

        // An unticked box sends nothing; this says that it was there.
        var unticked = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        unticked.Attributes["type"] = "hidden";
        unticked.Attributes["name"] = Name;
        unticked.Attributes["value"] = "false";
        return (HtmlContentBuilder)new HtmlContentBuilder().AppendHtml(label).AppendHtml(unticked);
    }

    private TagBuilder WithReveal(TagBuilder control)
    {
        var reveal = new TagBuilder("button");
        reveal.Attributes["type"] = "button";
        reveal.Attributes["class"] = "icon-btn sm";
        reveal.Attributes["hidden"] = "hidden";
        reveal.Attributes["data-reveal"] = Id;
        reveal.Attributes["aria-pressed"] = "false";
        reveal.Attributes["aria-label"] = words["Show password"];
        reveal.InnerHtml.AppendHtml(IconSprite.Draw(View, "eye", "i"));

        control.Attributes["class"] = "";
        var affix = new TagBuilder("span");
        affix.Attributes["class"] = "input affix";
        affix.InnerHtml.AppendHtml(control).AppendHtml(reveal);
        return affix;
    }

    private TagBuilder ErrorLine(string error)
    {
        var line = new TagBuilder("span");
        line.Attributes["class"] = "error";
        line.Attributes["id"] = $"{Id}-error";
        var mark = IconSprite.Draw(View, "state-failed", "st");
        mark.Attributes["data-state"] = "failed";
        line.InnerHtml.AppendHtml(mark);
        var text = new TagBuilder("span");
        text.InnerHtml.Append(error);
        line.InnerHtml.AppendHtml(text);
        return line;
    }

    private static TagBuilder Text(string cssClass, string id, string text)
    {
        var span = new TagBuilder("span");
        span.Attributes["class"] = cssClass;
        span.Attributes["id"] = id;
        span.InnerHtml.Append(text);
        return span;
    }

    private string LabelText() => Label ?? words[For.Metadata.GetDisplayName()];

    private string? Typed() => View.ModelState.TryGetValue(Name, out var entry) ? entry.AttemptedValue : null;

    private string? Error()
    {
        if (!View.ModelState.TryGetValue(Name, out var entry) || entry.ValidationState != ModelValidationState.Invalid) return null;
        return entry.Errors.Select(e => e.ErrorMessage).FirstOrDefault(message => message.Length > 0) ?? words["This value cannot be used."];
    }

    private string? Formatted(object? value) => (value, Type) switch
    {
        (null, _) => null,
        (bool ticked, _) => ticked ? "true" : "false",
        (IFormattable date, "date") => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (IFormattable time, "time") => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        (IFormattable local, "datetime-local") => local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        (IFormattable other, "number") => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.CurrentCulture),
    };
}

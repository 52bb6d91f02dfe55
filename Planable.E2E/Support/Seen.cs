using System.Text;

namespace Planable.E2E.Support;

/// <summary>How a page looks to somebody, whatever it is about.</summary>
public static class Seen
{
    // Light or dark decides colours and nothing else, so of the dark pages these are asked.
    static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    static readonly PageViewportSizeResult Desktop = new() { Width = 1440, Height = 900 };
    static readonly PageViewportSizeResult Phone = new() { Width = 390, Height = 844 };

    /// <summary>WCAG 2.2 A and AA as far as a program can tell: light and dark, desktop and phone.</summary>
    public static async Task Accessible(IPage page)
    {
        var before = page.ViewportSize ?? Desktop;
        var found = new StringBuilder();
        foreach (var size in (PageViewportSizeResult[])[Desktop, Phone])
        {
            await page.SetViewportSizeAsync(size.Width, size.Height);
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                foreach (var violation in await Axe.Look(page, scheme == ColorScheme.Dark ? OfColours : null))
                    found.AppendLine(null, $"{page.Url} at {size.Width} px, {scheme}: {violation}");
            }
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Null });
        await page.SetViewportSizeAsync(before.Width, before.Height);
        Assert.True(found.Length == 0, found.ToString());
    }

    /// <summary>Nothing reaches over the side, so nobody has to scroll in two directions.</summary>
    public static async Task FitsWidth(IPage page, int width)
    {
        var before = page.ViewportSize ?? Desktop;
        await page.SetViewportSizeAsync(width, before.Height);
        var over = await page.EvaluateAsync<string?>(
            """
            () => {
              const width = document.documentElement.clientWidth;
              // What is fixed to the screen can stick out without making the page wider.
              const scrolls = (e) => e && (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
              const cut = [...document.body.querySelectorAll("button, .btn, input, select, textarea")].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement));
              if (cut.length > 0) return cut.slice(0, 5).map(e => e.outerHTML.slice(0, 160)).join("\n");
              if (document.documentElement.scrollWidth <= width) return null;
              const wide = [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > width + 1);
              return wide.slice(0, 5).map(e => e.outerHTML.slice(0, 160)).join("\n") || "the page itself";
            }
            """);
        Assert.True(over is null, $"{page.Url} at {width} px is wider than the screen:\n{over}");
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    /// <summary>Whoever goes through the page by Tab sees where they are: each stop looks different with the focus than without.</summary>
    public static async Task FocusShows(IPage page)
    {
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.Keyboard.PressAsync("Tab");
        var unseen = await page.EvaluateAsync<string>(
            """
            () => {
              const around = (e) => [e, e.closest("label"), e.parentElement, e.parentElement.parentElement, e.nextElementSibling].filter(Boolean);
              const outline = (style) => style.outlineStyle === "none" || /[,/] 0\)$/.test(style.outlineColor) ? "" : style.outlineColor;
              const look = (e) => around(e).flatMap((one) => [null, "::before", "::after"].map((part) => {
                const style = getComputedStyle(one, part);
                return [outline(style), style.boxShadow, style.borderColor, style.backgroundColor, style.opacity, style.clipPath, style.content, style.textDecorationLine].join();
              })).join("|");
              const out = [];
              for (const e of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
                if (e.tabIndex < 0 || e.disabled || !e.checkVisibility({ visibilityProperty: true })) continue;
                e.focus({ preventScroll: true });
                if (document.activeElement !== e || !e.matches(":focus-visible")) continue;
                const seen = look(e);
                e.blur();
                if (seen === look(e)) out.push(e.outerHTML.slice(0, 140));
              }
              return out.slice(0, 8).join("\n");
            }
            """);
        Assert.True(unseen.Length == 0, $"{page.Url}: the focus is not seen on\n{unseen}");
    }
}

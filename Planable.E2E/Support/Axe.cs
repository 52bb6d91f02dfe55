using Deque.AxeCore.Commons;

namespace Planable.E2E.Support;

/// <summary>Runs axe within a page that lies open. The package loads it anew, and opens a second page, for each look; a page that is looked at in four ways needs it once.</summary>
static class Axe
{
    static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <param name="rules">Those that count; null are all of WCAG 2.2 A and AA.</param>
    /// <returns>What it found, in words.</returns>
    public static async Task<IReadOnlyList<string>> Look(IPage page, IReadOnlyList<string>? rules)
    {
        var only = rules is null
            ? new { type = "tag", values = (IReadOnlyList<string>)["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"] }
            : new { type = "rule", values = rules };
        foreach (var frame in page.Frames)
        {
            if (!await frame.EvaluateAsync<bool>("() => typeof axe !== 'undefined'"))
                await frame.EvaluateAsync(Script);
        }

        return await page.EvaluateAsync<string[]>(
            """
            async (only) => {
              // Scripts that follow the colour scheme or the width draw after the browser has; a page is looked at when it is at rest.
              for (let frame = 0; frame < 2; frame++) await new Promise((go) => requestAnimationFrame(go));
              await new Promise((go) => requestIdleCallback(go, { timeout: 1000 }));
              await new Promise((go) => requestAnimationFrame(go));
              const { violations } = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
              return violations.map(v => [`${v.id}, ${v.help}`, ...v.nodes.slice(0, 4).flatMap(n => ["    " + n.html.slice(0, 200), "      " + [...n.any, ...n.all, ...n.none].map(c => c.message).join("; ")])].join("\n"));
            }
            """, only);
    }
}

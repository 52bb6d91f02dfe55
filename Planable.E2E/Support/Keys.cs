namespace Planable.E2E.Support;

/// <summary>Somebody without a mouse.</summary>
public static class Keys
{
    /// <summary>Presses Tab, or Shift and Tab, until the element has the focus.</summary>
    public static async Task TabTo(this IPage page, ILocator target, int atMost = 80, bool back = false)
    {
        for (var pressed = 0; pressed < atMost; pressed++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                Assert.True(await target.EvaluateAsync<bool>(VisibleFocus), "Nothing shows where the focus is.");
                return;
            }

            await page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
        }

        Assert.Fail($"{atMost} times Tab did not lead to {target}. The focus is on {await page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 200)")}");
    }

    // The ring may be drawn by something around the control, such as the label of a box.
    const string VisibleFocus =
        """
        element => {
          for (let one = element, up = 0; one && up < 3; one = one.parentElement, up++) {
            const style = getComputedStyle(one);
            if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none") return true;
          }
          return false;
        }
        """;
}

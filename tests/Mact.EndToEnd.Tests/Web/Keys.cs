using Microsoft.Playwright;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>A person without a mouse: goes from field to field with Tab and sees where it is.</summary>
internal sealed class Keys(IPage page)
{
    private const int MostSteps = 120;

    /// <summary>Tabs until the first element of that selector has the focus, and checks that the focus is seen.</summary>
    public async Task ToAsync(string selector)
    {
        await page.Locator(selector).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        for (var steps = 0; steps < MostSteps; steps++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement === document.querySelector(selector)", selector))
            {
                (
                    await page.EvaluateAsync<bool>(
                        "() => document.activeElement.matches(':focus-visible')")).ShouldBeTrue($"The focus on {selector} is not seen.");
                return;
            }
        }

        throw new InvalidOperationException($"{selector} was not reached in {MostSteps} steps.");
    }

    /// <summary>Goes there and presses a key.</summary>
    public async Task PressAtAsync(string selector, string key)
    {
        await ToAsync(selector);
        await page.Keyboard.PressAsync(key);
    }
}

using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace Mact.Web.Tests.Support;

/// <summary>
/// What a person does to a page, as one step of its renderer: nothing is drawn between finding an element and using it, and when the step has
/// ended, so has what it set off. A page that reads from the Api draws itself whenever a reply comes.
/// </summary>
internal static class Acting
{
    public static Task ClickAsync<T>(this IRenderedComponent<T> page, string selector, int index = 0)
        where T : IComponent => page.ActAsync(page => page.FindAll(selector).ElementAtOrDefault(index), static element => element.ClickAsync());

    /// <summary>Clicks on the button with this text.</summary>
    public static Task PressAsync<T>(this IRenderedComponent<T> page, string text, string selector = "button")
        where T : IComponent =>
        page.ActAsync(
            page => page.FindAll(selector).SingleOrDefault(button => button.TextContent.Trim() == text), static element => element.ClickAsync());

    public static Task ChangeAsync<T>(this IRenderedComponent<T> page, string selector, object value, int index = 0)
        where T : IComponent =>
        page.ActAsync(
            page => page.FindAll(selector).ElementAtOrDefault(index), element => element.ChangeAsync(new ChangeEventArgs { Value = value }));

    /// <summary>Opens what is folded away.</summary>
    public static Task UnfoldAsync<T>(this IRenderedComponent<T> page, string selector)
        where T : IComponent =>
        page.ActAsync(page => page.FindAll(selector).ElementAtOrDefault(0), static element => element.TriggerEventAsync("ontoggle", EventArgs.Empty));

    /// <summary>Does something to an element as soon as it is there and can be used.</summary>
    public static async Task ActAsync<T>(
        this IRenderedComponent<T> page, Func<IRenderedComponent<T>, IElement?> find, Func<IElement, Task> act)
        where T : IComponent
    {
        for (var isDone = false; !isDone;)
        {
            page.WaitForAssertion(() => IsUsable(find(page)).ShouldBeTrue());
            await page.InvokeAsync(async () =>
            {
                if (find(page) is { } element && IsUsable(element))
                {
                    isDone = true;
                    await act(element);
                }
            });
        }
    }

    private static bool IsUsable(IElement? element) => element?.HasAttribute("disabled") == false;
}

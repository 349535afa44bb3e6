using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Mact.Web.Components.Shared;

/// <summary>
/// Takes the focus to the heading of a page that is come to: of another page, or of another question on the same one. Parts of a page and filters
/// leave it where it is, and so does a page that opens while its reader is already in it, which the framework's own does not.
/// </summary>
public sealed class FocusOnArrival : ComponentBase
{
    private object? _shown;
    private bool _isNew;

    [Inject] private IJSRuntime Js { get; set; } = null!;

    /// <summary>Where the page is.</summary>
    [Parameter, EditorRequired] public Microsoft.AspNetCore.Components.RouteData RouteData { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var place = (RouteData.PageType, RouteData.RouteValues.GetValueOrDefault("Id"));
        _isNew = !place.Equals(_shown);
        _shown = place;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isNew)
        {
            _isNew = false;
            await Js.InvokeVoidAsync("mact.arrive", "h1", firstRender);
        }
    }
}

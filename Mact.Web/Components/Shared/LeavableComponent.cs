using Microsoft.AspNetCore.Components;

namespace Mact.Web.Components.Shared;

/// <summary>A page whose requests end when the reader leaves it.</summary>
public abstract class LeavableComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();

    /// <summary>Nothing is there yet, and nobody has left.</summary>
    protected LeavableComponent() => Leaving = _leaving.Token;

    /// <summary>Cancelled when the page is left; it may be read afterwards, too, since a page is sometimes drawn once more.</summary>
    protected CancellationToken Leaving { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the page holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _leaving.Cancel();
            _leaving.Dispose();
        }
    }
}

namespace Mact.Web.Services;

/// <summary>A question with two answers, asked over the page.</summary>
/// <param name="Title">What is about to happen, as a question.</param>
/// <param name="Text">What comes of it.</param>
/// <param name="Yes">The label that goes on with it.</param>
/// <param name="No">The label that leaves everything as it is.</param>
public sealed record Confirmation(string Title, string Text, string Yes, string No);

/// <summary>Something that a person is told in passing.</summary>
/// <param name="Number">Tells two of the same words apart.</param>
/// <param name="Text">What happened.</param>
/// <param name="IsError">It stays until it is put away.</param>
public sealed record Toast(int Number, string Text, bool IsError);

/// <summary>Asks and tells over whatever page is open; the layout's host draws it. One for each circuit, used on its own thread only.</summary>
public sealed class Messages(TimeProvider time)
{
    /// <summary>How long good news stays.</summary>
    public static readonly TimeSpan ToastTime = TimeSpan.FromSeconds(10);

    private readonly List<Toast> _toasts = [];
    private TaskCompletionSource<bool>? _answer;
    private int _told;

    /// <summary>There is something else to draw.</summary>
    internal Action? Changed { get; set; }

    /// <summary>What is being asked; null = nothing.</summary>
    public Confirmation? Asked { get; private set; }

    /// <summary>What is being told, oldest first.</summary>
    public IReadOnlyList<Toast> Toasts => _toasts;

    /// <summary>Asks, and waits for the answer. A question that another one takes the place of is answered with no.</summary>
    public async Task<bool> ConfirmAsync(Confirmation confirmation)
    {
        Answer(yes: false);
        _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Asked = confirmation;
        var answer = _answer.Task;
        Changed?.Invoke();
        return await answer;
    }

    /// <summary>Answers what is being asked; nothing where it has been answered.</summary>
    public void Answer(bool yes)
    {
        Asked = null;
        _answer?.TrySetResult(yes);
        _answer = null;
    }

    /// <summary>Says it on whatever page comes next, too: good news for a while, an error until it is put away.</summary>
    public void Tell(string text, bool isError = false)
    {
        var toast = new Toast(++_told, text, isError);
        _toasts.Add(toast);
        Changed?.Invoke();
        if (!isError)
        {
            _ = ForgetAsync(toast);
        }
    }

    /// <summary>Puts it away.</summary>
    public void PutAway(Toast toast) => _toasts.Remove(toast);

    private async Task ForgetAsync(Toast toast)
    {
        await Task.Delay(ToastTime, time);
        PutAway(toast);
        Changed?.Invoke();
    }
}

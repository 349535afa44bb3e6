namespace Mact.Worker.Models.Wire;

/// <summary>What a response means. Closed: whoever switches over it covers every case. Messages are words without a key.</summary>
internal abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>There is at least one choice.</summary>
    public sealed record Completed(ChatReplyBody Body) : Reply;

    /// <summary>Not now: wait and ask again.</summary>
    /// <param name="Reason">One of <see cref="WaitReasons"/>; starting and unreachable are told apart by the caller.</param>
    /// <param name="Message">Why.</param>
    /// <param name="RetryAfter">As the endpoint asked, not capped.</param>
    public sealed record NotReady(string Reason, string Message, TimeSpan? RetryAfter = null) : Reply;

    /// <summary>The server failed (500): it may be starting, or it may be this request.</summary>
    public sealed record ServerFailed(string Message) : Reply;

    /// <summary>Not a completion; a few more tries may help.</summary>
    public sealed record Broken(string Message) : Reply;

    /// <summary>The endpoint does not serve the model's name.</summary>
    public sealed record ModelMissing(string Message) : Reply;

    /// <summary>The key is missing, wrong or not allowed to do this.</summary>
    public sealed record KeyRefused(string Message) : Reply;

    /// <summary>Nothing at this address speaks the protocol.</summary>
    public sealed record EndpointWrong(string Message) : Reply;

    /// <summary>Prompt and max_tokens together do not fit the context.</summary>
    /// <param name="Message">As the server said it.</param>
    /// <param name="ContextTokens">The context; null where the server does not say.</param>
    /// <param name="PromptTokens">The prompt; null where the server does not say.</param>
    /// <param name="IsAtLeast">The server stopped counting the prompt there.</param>
    public sealed record ContextExceeded(string Message, int? ContextTokens, int? PromptTokens, bool IsAtLeast) : Reply;

    /// <summary>n is too large for this endpoint.</summary>
    /// <param name="Largest">The n to go on with, 1 or more.</param>
    public sealed record BatchRefused(int Largest) : Reply;

    /// <summary>An optional field is not known to this endpoint.</summary>
    public sealed record FieldRefused(string Field, string Message) : Reply;

    /// <summary>The request is refused for another reason.</summary>
    public sealed record RequestRefused(string Message) : Reply;
}

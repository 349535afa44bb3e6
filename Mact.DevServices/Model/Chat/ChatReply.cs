namespace Mact.DevServices.Model.Chat;

/// <summary>A reply of <c>/v1/chat/completions</c>.</summary>
internal sealed record ChatReply
{
    public required string Id { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>The served name.</summary>
    public required string Model { get; init; }

    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    public required ChatUsage Usage { get; init; }

    /// <summary>How many most likely tokens are listed per token; null: no log-probabilities.</summary>
    public int? TopLogprobs { get; init; }
}

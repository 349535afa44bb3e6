namespace Mact.DevServices.Model.Chat;

/// <summary>One completion of a reply.</summary>
internal sealed record ChatChoice
{
    public required int Index { get; init; }

    /// <summary>The text; null when there is none, as with a thought that never ended.</summary>
    public required string? Content { get; init; }

    /// <summary>The reasoning, when the server parses it out.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The name of the field that holds the reasoning; it changed.</summary>
    public string ReasoningField { get; init; } = "reasoning";

    /// <summary><c>stop</c>, <c>length</c>, or one of vLLM's own: <c>abort</c>, <c>repetition</c>.</summary>
    public required string? FinishReason { get; init; }

    /// <summary>The stop string that ended the text, or null.</summary>
    public string? StopReason { get; init; }

    /// <summary>Tokens generated, with the end mark when the model wrote one.</summary>
    public required int Tokens { get; init; }

    /// <summary>The seed, from which simulated log-probabilities follow.</summary>
    public required long Seed { get; init; }
}

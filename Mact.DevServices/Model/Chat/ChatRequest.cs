namespace Mact.DevServices.Model.Chat;

/// <summary>A checked request of <c>/v1/chat/completions</c>. Fields that do not change what the stand-in does are not kept.</summary>
internal sealed record ChatRequest
{
    public required string? Model { get; init; }

    public required IReadOnlyList<ModelMessage> Messages { get; init; }

    /// <summary>How many completions.</summary>
    public required int N { get; init; }

    /// <summary>The first completion's seed; null: none was given.</summary>
    public required long? Seed { get; init; }

    /// <summary>The most tokens of one completion; null: as many as the context window leaves.</summary>
    public required int? MaxTokens { get; init; }

    public required IReadOnlyList<string> Stop { get; init; }

    public required bool IncludeStop { get; init; }

    public required bool Stream { get; init; }

    public required bool IncludeUsage { get; init; }

    /// <summary>Tokens per streamed chunk.</summary>
    public required int StreamInterval { get; init; }

    public required bool Logprobs { get; init; }

    public required int TopLogprobs { get; init; }

    /// <summary>Isolates the prefix cache.</summary>
    public required string? CacheSalt { get; init; }

    public required string? RequestId { get; init; }

    /// <summary>Lower is sooner.</summary>
    public required long Priority { get; init; }

    /// <summary>Whether the chat template opens the answer for thinking; it changes the prompt's tail.</summary>
    public required bool EnableThinking { get; init; }
}

using Mact.DevServices.Model.Engine;

namespace Mact.DevServices.Model.Chat;

/// <summary>A request that was read, checked and thought about, and now only has to be paced and written.</summary>
internal sealed record ChatWork
{
    public required ChatRequest Request { get; init; }

    public required string Id { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Created { get; init; }

    public required string Model { get; init; }

    /// <summary>The most tokens of one completion, after fitting the context window.</summary>
    public required int MaxTokens { get; init; }

    public required IReadOnlyList<ChatChoice> Choices { get; init; }

    public required EngineRequest Engine { get; init; }

    public ChatUsage UsageWith(int? cachedTokens) => new(Engine.PromptTokens, Choices.Sum(static choice => choice.Tokens), cachedTokens);
}

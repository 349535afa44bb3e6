namespace Mact.DevServices.Model.Chat;

/// <summary>Tokens of a reply.</summary>
/// <param name="PromptTokens">The prompt, counted once whatever n is.</param>
/// <param name="CompletionTokens">All completions together.</param>
/// <param name="CachedTokens">Prompt tokens from the prefix cache; null when the server does not say.</param>
internal sealed record ChatUsage(int PromptTokens, int CompletionTokens, int? CachedTokens);

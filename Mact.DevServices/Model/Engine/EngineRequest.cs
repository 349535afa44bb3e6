namespace Mact.DevServices.Model.Engine;

/// <summary>One request's work: a prompt, and how many tokens each of its completions will have.</summary>
/// <param name="PromptTokens">The prompt's length in tokens, at least 1.</param>
/// <param name="Blocks">The names of its full blocks in the prefix cache.</param>
/// <param name="OutputTokens">The tokens of each completion, at least 1 each.</param>
/// <param name="Priority">Lower is sooner.</param>
internal sealed record EngineRequest(int PromptTokens, IReadOnlyList<ulong> Blocks, IReadOnlyList<int> OutputTokens, long Priority);

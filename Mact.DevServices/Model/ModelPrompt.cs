namespace Mact.DevServices.Model;

/// <summary>One request to a model: a conversation and the seeds of the completions wanted.</summary>
/// <param name="Messages">The conversation, oldest message first.</param>
/// <param name="Seeds">One seed per completion; its length is the request's <c>n</c>.</param>
/// <param name="MaxTokens">The most tokens a completion may have. A longer one is cut by the endpoint.</param>
public sealed record ModelPrompt(IReadOnlyList<ModelMessage> Messages, IReadOnlyList<long> Seeds, int MaxTokens);

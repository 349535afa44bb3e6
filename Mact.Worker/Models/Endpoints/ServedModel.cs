namespace Mact.Worker.Models.Endpoints;

/// <summary>A model that a call goes to.</summary>
/// <param name="Name">As the endpoint calls it.</param>
/// <param name="ContextTokens">Its context; null where the endpoint does not say.</param>
/// <param name="IsVllm">Whether the endpoint says that it is vLLM.</param>
internal sealed record ServedModel(string Name, int? ContextTokens, bool IsVllm);

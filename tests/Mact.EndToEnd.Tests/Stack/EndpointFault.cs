namespace Mact.EndToEnd.Tests.Stack;

/// <summary>A fault for some requests: name (and argument), how many pass first, how many are hit.</summary>
internal sealed record EndpointFault(string Fault, int Skip = 0, int Count = int.MaxValue, string Path = "/v1/chat/completions");

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>A request as the model stand-in logged it: an entry of <c>GET /stand-in/requests</c>.</summary>
internal sealed record EndpointRequest(string Path, string BodyHash, DateTimeOffset Arrived, string End, string? Fault, long? Seed, int Status);

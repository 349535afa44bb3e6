namespace Mact.EndToEnd.Tests.Stack;

/// <summary>The body of <c>GET /stand-in/requests</c>.</summary>
internal sealed record EndpointReport(int Total, int Disconnects, IReadOnlyList<EndpointRequest> Entries);

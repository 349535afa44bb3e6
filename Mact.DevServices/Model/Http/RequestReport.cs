namespace Mact.DevServices.Model.Http;

/// <summary>The body of <c>GET /stand-in/requests</c>.</summary>
/// <param name="Total">All requests of model routes.</param>
/// <param name="Disconnects">Those whose client went away first.</param>
/// <param name="ByBody">How often each body came, by SHA-256.</param>
/// <param name="Entries">The latest requests, oldest first.</param>
internal sealed record RequestReport(int Total, int Disconnects, IReadOnlyDictionary<string, int> ByBody, IReadOnlyList<LoggedRequest> Entries);

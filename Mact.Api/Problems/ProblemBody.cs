namespace Mact.Api.Problems;

/// <summary>A problem as it leaves the Api (RFC 9457), always with a stable code.</summary>
/// <param name="Type">A URI that names the kind of problem.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What was found, what was tried and what to do next.</param>
/// <param name="Code">Stable, camelCase; see <see cref="ProblemCodes"/>.</param>
/// <param name="TraceId">W3C trace id of the request, to find it in logs and traces.</param>
/// <param name="Errors">Messages by field, where the request names several things that are wrong; else null.</param>
public sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string TraceId,
    IReadOnlyDictionary<string, string[]>? Errors);

namespace Mact.Core.Runs;

/// <summary>Work pauses because the model endpoint is not ready. Appended when the wait begins and as it goes on.</summary>
/// <param name="Endpoint">planner, coder or model: the connection's name.</param>
/// <param name="Reason">Stable, camelCase: starting, unreachable, overloaded, queued.</param>
/// <param name="Message">In words, with seconds waited: "model is starting, 42 s".</param>
/// <param name="WaitedMs">Milliseconds since the wait began.</param>
public sealed record ModelWaiting(string Endpoint, string Reason, string Message, double WaitedMs) : RunRecord;

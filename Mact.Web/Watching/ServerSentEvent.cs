namespace Mact.Web.Watching;

/// <summary>One event of an event stream, or a heartbeat.</summary>
/// <param name="Id">Last id seen on the stream; null before the first.</param>
/// <param name="Type">"message" unless the stream names another.</param>
/// <param name="Data">Null for a comment, which only says that the connection lives.</param>
public sealed record ServerSentEvent(string? Id, string Type, string? Data);

namespace Mact.DevServices.Model.Http;

/// <summary>The paths of the model routes.</summary>
internal static class StandInRoutes
{
    public const string Chat = "/v1/chat/completions";
    public const string Models = "/v1/models";
    public const string Health = "/health";
    public const string Ping = "/ping";
    public const string Version = "/version";
    public const string Metrics = "/metrics";
    public const string Tokenize = "/tokenize";

    private static readonly HashSet<string> All = new(StringComparer.Ordinal) { Chat, Models, Health, Ping, Version, Metrics, Tokenize };

    /// <summary>Whether the path is one of them; asked when no route took the request, so its method was wrong.</summary>
    public static bool Knows(PathString path) => path.Value is { } value && All.Contains(value);
}

using Mact.DevServices.Model.Configuration;

namespace Mact.DevServices.Model.Http;

/// <summary>Whether the acted server is starting, up, or dead.</summary>
internal sealed class ServerState(ModelStandInOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private long? _firstRequest;
    private long? _died;
    private TimeSpan _deadFor;

    /// <summary>Called when the engine dies, with the time until it is to be started again; zero: never.</summary>
    public Action<TimeSpan>? OnDeath { get; set; }

    /// <summary>Whether the engine is dead.</summary>
    public bool IsDead => _died is { } died && (_deadFor == TimeSpan.Zero || time.GetElapsedTime(died) < _deadFor);

    /// <summary>Whether a cold start is under way.</summary>
    public bool IsCold => options.ColdStart.Kind switch
    {
        ColdStartKind.None => false,
        ColdStartKind.Queued => _firstRequest is not { } first || time.GetElapsedTime(first) < options.ColdStart.Duration,
        _ => time.GetElapsedTime(_started) < options.ColdStart.Duration,
    };

    /// <summary>What is left of the cold start.</summary>
    public TimeSpan ColdFor => IsCold ? options.ColdStart.Duration - time.GetElapsedTime(_firstRequest ?? _started) : TimeSpan.Zero;

    /// <summary>What a request gets during a cold start; null once it is over.</summary>
    public HttpReply? ColdReply(PathString path)
    {
        switch (options.ColdStart.Kind)
        {
            case ColdStartKind.Errors500 when IsCold:
                return HttpReply.Text("Internal Server Error", "text/plain; charset=utf-8", 500);
            case ColdStartKind.Queued when IsModelRoute(path):
                Wake();
                return IsCold ? HttpReply.Json($"{{\"id\":\"sync-{Guid.NewGuid()}-u1\",\"status\":\"IN_QUEUE\"}}") : null;
            default:
                return null;
        }
    }

    /// <summary>The first request wakes a serverless worker.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _firstRequest ??= time.GetTimestamp();
        }
    }

    /// <summary>The engine dies; zero: for good.</summary>
    public void Die(TimeSpan restartAfter)
    {
        _deadFor = restartAfter;
        _died = time.GetTimestamp();
        OnDeath?.Invoke(restartAfter);
    }

    /// <summary>A supervisor started the server again.</summary>
    public void Revive() => _died = null;

    private static bool IsModelRoute(PathString path) =>
        path.StartsWithSegments("/v1", StringComparison.Ordinal) || path.Value?.Contains("/openai/", StringComparison.Ordinal) == true;
}

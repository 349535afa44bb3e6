namespace Mact.Worker.Models;

/// <summary>What the model client logs: never a prompt, a completion, a server's words about them, or a key.</summary>
internal static partial class ModelLog
{
    [LoggerMessage(EventId = 301, Level = LogLevel.Warning, Message = "A request for {N} samples to {Endpoint} ({Server}) gave none: {Outcome}, HTTP {Status}")]
    public static partial void RequestFailed(ILogger logger, string endpoint, int n, int? status, string server, string outcome);

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "The model endpoint {Server} does not take the field {Field}; it is left out from now on")]
    public static partial void FieldDropped(ILogger logger, string field, string server);

    [LoggerMessage(EventId = 303, Level = LogLevel.Warning, Message = "The model endpoint {Server} gives at most {Largest} samples per request; larger calls are split from now on")]
    public static partial void BatchLimited(ILogger logger, string server, int largest);

    [LoggerMessage(EventId = 304, Level = LogLevel.Information, Message = "{Missing} of {N} samples from {Endpoint} did not come or broke and are drawn again")]
    public static partial void ToppedUp(ILogger logger, int missing, int n, string endpoint);

    [LoggerMessage(EventId = 305, Level = LogLevel.Information, Message = "{N} samples from {Endpoint} ({Model}) in {Seconds:0.00} s: {Requests} requests, {InputTokens} input and {OutputTokens} output tokens, {Ladder}")]
    public static partial void Sampled(
        ILogger logger, string endpoint, string model, int n, double seconds, int requests, long inputTokens, long outputTokens, string ladder);

    [LoggerMessage(EventId = 306, Level = LogLevel.Warning, Message = "A call to {Endpoint} ended with {Code}")]
    public static partial void CallFailed(ILogger logger, string endpoint, string code);

    [LoggerMessage(EventId = 307, Level = LogLevel.Information, Message = "The model endpoint {Endpoint} serves {Model}")]
    public static partial void EndpointReady(ILogger logger, string endpoint, string model);

    [LoggerMessage(EventId = 308, Level = LogLevel.Warning, Message = "Only {Drawn} of {N} samples came from {Endpoint}; drawing the others ended with {Code}")]
    public static partial void PartlyDrawn(ILogger logger, int drawn, int n, string endpoint, string code);
}

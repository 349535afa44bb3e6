namespace Mact.Core.Questions;

/// <summary>The codes of <see cref="QuestionError"/>: part of the HTTP contract.</summary>
public static class ErrorCodes
{
    /// <summary>The endpoint does not serve the model's name.</summary>
    public const string ModelNotFound = "modelNotFound";

    /// <summary>The endpoint was not reachable, or not ready, for longer than a question may wait.</summary>
    public const string ModelUnavailable = "modelUnavailable";

    /// <summary>The endpoint refused the key (401 or 403).</summary>
    public const string ModelKeyRefused = "modelKeyRefused";

    /// <summary>The base URL is not an OpenAI-compatible endpoint, or lacks /v1.</summary>
    public const string ModelEndpointWrong = "modelEndpointWrong";

    /// <summary>The endpoint refused the request (400 other than context size).</summary>
    public const string ModelRequestRefused = "modelRequestRefused";

    /// <summary>The prompt does not fit the context window, even with the tables cut down.</summary>
    public const string ContextTooLong = "contextTooLong";

    /// <summary>The endpoint kept answering what is not a completion.</summary>
    public const string ModelBadReply = "modelBadReply";

    /// <summary>An option asks for what the endpoint cannot give (log-probabilities for logp).</summary>
    public const string OptionNotSupported = "optionNotSupported";

    /// <summary>A replay came to a point for which the earlier question has no recorded reply; no model was asked.</summary>
    public const string NotRecorded = "notRecorded";

    /// <summary>Every attempt ended in a crash or a lost lease.</summary>
    public const string AttemptsExhausted = "attemptsExhausted";

    /// <summary>A table of the question is no longer stored.</summary>
    public const string TableMissing = "tableMissing";

    /// <summary>A fault of our own.</summary>
    public const string Internal = "internal";
}

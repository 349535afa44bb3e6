using Mact.DevServices.Model.Configuration;

namespace Mact.DevServices.Model.Chat;

/// <summary>Fits a request into the context window.</summary>
internal static class ContextWindow
{
    /// <summary>The most tokens a completion may have.</summary>
    /// <exception cref="ApiErrorException">Prompt and asked tokens do not fit.</exception>
    public static int Fit(int promptTokens, int? asked, ModelStandInOptions options)
    {
        var room = options.MaxModelLength - promptTokens;
        if (room < (asked ?? 1))
        {
            throw new ApiErrorException(options.FlatErrors ? Older(promptTokens, asked ?? 0, options.MaxModelLength) : Exceeded(promptTokens, asked ?? 0, options.MaxModelLength));
        }

        return asked ?? room;
    }

    /// <summary>The error of today's versions.</summary>
    public static ApiError Exceeded(int promptTokens, int asked, int window) => ApiError.OutOfRange(
        $"This model's maximum context length is {window} tokens. However, you requested {asked} output tokens and your prompt contains at least "
        + $"{promptTokens} input tokens, for a total of at least {promptTokens + asked} tokens. Please reduce the length of the input prompt or the number of requested output tokens.",
        "input_tokens",
        promptTokens);

    private static ApiError Older(int promptTokens, int asked, int window) => ApiError.BadRequest(
        $"This model's maximum context length is {window} tokens. However, you requested {promptTokens + asked} tokens "
        + $"({promptTokens} in the messages, {asked} in the completion). Please reduce the length of the messages or completion.");
}

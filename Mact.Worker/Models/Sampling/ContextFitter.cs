using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>Holds prompt and max_tokens against the context. The prompt has to shrink before the answer does, as far as the caller says.</summary>
internal static class ContextFitter
{
    private const int TokensPerMessage = 8;

    // Below this the estimate needs no second opinion.
    private const double SureShare = 0.6;

    /// <summary>The max_tokens to ask for.</summary>
    /// <exception cref="ContextTooLongException">The prompt leaves too little for the answer.</exception>
    public static async Task<int> FitAsync(CallContext call, CancellationToken cancellationToken)
    {
        var known = call.Capabilities.Knowledge;
        var asked = call.Request.MaxTokens + (call.Thinks ? call.Options.ThinkingTokenBudget ?? 0 : 0);
        var wanted = Math.Min(
            Math.Max(asked, Math.Min(known.ThinkingTokens ?? 0, call.Options.MaxThinkingTokens)), known.MaxOutputTokens ?? int.MaxValue);
        if (call.ContextTokens is not { } context)
        {
            return wanted;
        }

        var estimate = Estimate(call.Request);
        if (estimate + wanted <= context * SureShare)
        {
            return wanted;
        }

        var min = Math.Min(call.Request.MinTokens ?? call.Options.MinMaxTokens, call.Request.MaxTokens);
        var count = await CountAsync(call, cancellationToken);
        var room = context - (count ?? estimate);
        if (room >= min)
        {
            return Math.Min(wanted, room);
        }

        // An estimate is no ground to refuse a prompt for good: with too little room left the endpoint itself decides.
        return count is null && call.Request.MinTokens is null
            ? Math.Min(wanted, Math.Max(room, call.Options.MinMaxTokens))
            : throw TooLong(count ?? estimate, context, min, call.Endpoint.Connection.Server);
    }

    /// <summary>A smaller max_tokens after the endpoint said that both together are too long.</summary>
    /// <exception cref="ContextTooLongException">No smaller one helps.</exception>
    public static int Refit(Reply.ContextExceeded refused, CallContext call, int maxTokens)
    {
        var server = call.Endpoint.Connection.Server;
        var min = Math.Min(call.Request.MinTokens ?? call.Options.MinMaxTokens, call.Request.MaxTokens);
        var context = refused.ContextTokens ?? call.ContextTokens;
        if (refused.LargestOutput is { } largest && largest < maxTokens && largest >= min)
        {
            return largest;
        }

        if (context is { } size && refused.PromptTokens is { } prompt)
        {
            var room = size - prompt;
            if (room < min || (!refused.IsAtLeast && room >= maxTokens))
            {
                throw TooLong(refused.IsAtLeast ? Math.Max(prompt, Estimate(call.Request)) : prompt, size, min, server, refused.Message);
            }

            if (!refused.IsAtLeast)
            {
                return room;
            }
        }

        var half = maxTokens / 2;
        return half >= min ? half : throw TooLong(refused.PromptTokens, context, min, server, refused.Message);
    }

    /// <summary>Tokens of a request's prompt, about.</summary>
    public static int Estimate(SampleRequest request) =>
        request.Messages.Sum(static message => TokenEstimate.Of(message.Content)) + (request.Messages.Count * TokensPerMessage);

    /// <summary>The prompt was cut by the server without a word, so that the reply is about another question.</summary>
    public static ContextTooLongException Cut(int estimate, int reported, string server) => TooLong(
        estimate,
        reported,
        0,
        server,
        $"the server read only {reported} tokens of it and cut the rest without a word; on Ollama raise num_ctx (OLLAMA_CONTEXT_LENGTH)");

    private static async Task<int?> CountAsync(CallContext call, CancellationToken cancellationToken)
    {
        var isText = call.Model.Family == EndpointFamily.LlamaCpp;
        if ((!isText && !ChatRequestWriter.HasVendorFields(call.Model, call.Options)) || call.Capabilities.Knowledge.Tokenizes == false)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(call.Options.ProbeTimeout, call.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var body = isText ? ChatRequestWriter.WriteTokenizeText(call.Request) : ChatRequestWriter.WriteTokenize(call);
            var reply = await call.Endpoint.Transport.BesideAsync(HttpMethod.Post, "tokenize", body, either.Token);
            var counted = reply.Status == 200 ? ReplyReader.Parse(reply.Body, WireJson.Default.TokenizeReplyBody) : null;
            var count = counted?.Count is > 0 and <= int.MaxValue and var told ? (int)told
                : counted?.Tokens is { ValueKind: System.Text.Json.JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list.GetArrayLength()
                : (int?)null;
            if (count is not null || reply.Status is 200 or 404 or 405 or 401 or 403 or 501)
            {
                call.Capabilities.Learn(known => known with { Tokenizes = count is not null });
            }

            return count + (isText ? call.Request.Messages.Count * TokensPerMessage : 0);
        }
        catch (Exception exception) when (
            exception is TransportException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The estimate does; whether the endpoint is down shows at the request itself.
            return null;
        }
    }

    private static ContextTooLongException TooLong(int? prompt, int? context, int min, string server, string? said = null)
    {
        return new ContextTooLongException(
            new QuestionError(
                ErrorCodes.ContextTooLong,
                $"{(prompt is { } tokens ? (Sentence)$"The prompt has {tokens} tokens" : "The prompt is too long"):words} "
                    + $"{(context is { } takes ? (Sentence)$"and the model at {server} takes {takes}" : $"for the model at {server}"):words}, with "
                    + $"too little room for an answer{(said is null ? "" : (Sentence)$" ({said})"):words}. Ask of fewer or smaller tables, or "
                    + $"serve the model with a larger context."),
            prompt,
            context,
            prompt is > 0 && context is { } size && size > min ? Math.Min(0.95, (size - min) / (double)prompt) : null);
    }
}

/// <summary>Tokens of a text, about: by what its characters are, since digits and other scripts take more of them than English words.</summary>
internal static class TokenEstimate
{
    private const double LettersPerToken = 4.2;
    private const double DigitsPerToken = 2.3;
    private const double OthersPerToken = 1.6;
    private const double SpacesPerToken = 6;

    public static int Of(string text)
    {
        double tokens = 0;
        foreach (var c in text)
        {
            tokens += c switch
            {
                >= 'a' and <= 'z' or >= 'A' and <= 'Z' => 1 / LettersPerToken,
                >= '0' and <= '9' => 1 / DigitsPerToken,
                ' ' => 1 / SpacesPerToken,
                < '\u0250' => 1 / OthersPerToken,
                _ => 1,
            };
        }

        return (int)Math.Ceiling(tokens);
    }
}

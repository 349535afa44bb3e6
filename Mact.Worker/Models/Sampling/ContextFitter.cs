using System.Globalization;
using System.Text;
using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>Lowers max_tokens to what the context leaves beside the prompt.</summary>
internal static class ContextFitter
{
    // No tokenizer in use makes more than one token of two bytes of such prompts, and most make one of three to four.
    private const double BytesPerTokenAtWorst = 2;
    private const double BytesPerToken = 3;
    private const int TokensPerMessage = 8;

    /// <summary>The max_tokens to ask for.</summary>
    /// <exception cref="ContextTooLongException">The prompt alone leaves too little, counted by the endpoint's own tokenizer.</exception>
    public static async Task<int> FitAsync(
        ModelEndpoint endpoint, ServedModel model, SampleRequest request, ModelOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (model.ContextTokens is not { } context)
        {
            return request.MaxTokens;
        }

        var bytes = request.Messages.Sum(static message => Encoding.UTF8.GetByteCount(message.Content));
        var frame = request.Messages.Count * TokensPerMessage;
        if (bytes / BytesPerTokenAtWorst + frame + request.MaxTokens <= context)
        {
            return request.MaxTokens;
        }

        if (await CountAsync(endpoint, model, request, options, time, cancellationToken) is { } count)
        {
            return context - count >= options.MinMaxTokens
                ? Math.Min(request.MaxTokens, context - count)
                : throw TooLong(count, context, endpoint.Connection.Server);
        }

        // An estimate is no ground to refuse a prompt: with too little room left the endpoint itself decides.
        var estimate = (int)Math.Ceiling(bytes / BytesPerToken) + frame;
        return Math.Min(request.MaxTokens, Math.Max(context - estimate, options.MinMaxTokens));
    }

    /// <summary>A smaller max_tokens after the endpoint said that both together are too long.</summary>
    /// <exception cref="ContextTooLongException">No smaller one helps.</exception>
    public static int Refit(Reply.ContextExceeded refused, ServedModel model, int maxTokens, ModelOptions options, string server)
    {
        var context = refused.ContextTokens ?? model.ContextTokens;
        if (context is { } size && refused.PromptTokens is { } prompt)
        {
            var room = size - prompt;
            if (room < options.MinMaxTokens || (!refused.IsAtLeast && room >= maxTokens))
            {
                throw TooLong(prompt, size, server, refused.Message);
            }

            if (!refused.IsAtLeast)
            {
                return room;
            }
        }

        var half = maxTokens / 2;
        return half >= options.MinMaxTokens ? half : throw TooLong(refused.PromptTokens, context, server, refused.Message);
    }

    private static async Task<int?> CountAsync(
        ModelEndpoint endpoint, ServedModel model, SampleRequest request, ModelOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!ChatRequestWriter.HasVendorFields(model, options) || endpoint.Capabilities.Tokenizes == false)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(options.WarmTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var reply = await endpoint.Transport.TokenizeAsync(
                ChatRequestWriter.WriteTokenize(request, model, options, endpoint.Capabilities), either.Token);
            if (reply.Status == 200 && ReplyReader.Parse(reply.Body, WireJson.Default.TokenizeReplyBody) is { Count: > 0 and <= int.MaxValue } counted)
            {
                endpoint.Capabilities.Tokenizes = true;
                return (int)counted.Count.Value;
            }

            if (reply.Status is 404 or 405 or 401 or 403 or 501)
            {
                endpoint.Capabilities.Tokenizes = false;
            }
        }
        catch (Exception exception) when (exception is TransportException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The estimate does; whether the endpoint is down shows at the request itself.
        }

        return null;
    }

    private static ContextTooLongException TooLong(int? prompt, int? context, string server, string? said = null)
    {
        var promptWords = prompt is { } p ? string.Create(CultureInfo.InvariantCulture, $"The prompt has {p} tokens") : "The prompt is too long";
        var contextWords = context is { } c ? string.Create(CultureInfo.InvariantCulture, $"and the model at {server} takes {c}") : $"for the model at {server}";
        return new ContextTooLongException(
            new QuestionError(
                ErrorCodes.ContextTooLong,
                $"{promptWords} {contextWords}, with too little room for an answer{(said is null ? "" : $" ({said})")}. Ask of fewer or smaller tables, or serve the model with a larger context."),
            prompt,
            context);
    }
}

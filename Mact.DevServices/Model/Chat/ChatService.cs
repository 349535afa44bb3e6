using System.Runtime.CompilerServices;
using System.Text.Json;
using Mact.DevServices.Model.Configuration;
using Mact.DevServices.Model.Engine;

namespace Mact.DevServices.Model.Chat;

/// <summary>Answers chat requests: checks them, asks the model, and lets the engine pace the tokens.</summary>
internal sealed class ChatService(ModelStandInOptions options, ServedModels served, IModel model, IEngine engine, EngineMetrics metrics, TimeProvider time)
{
    /// <summary>Whether usage says how many prompt tokens came from the prefix cache.</summary>
    public bool ReportsCachedTokens => options.PromptTokensDetails;

    /// <summary>Checks a request and asks the model.</summary>
    /// <exception cref="ApiErrorException">The request is refused.</exception>
    public async Task<ChatWork> PrepareAsync(JsonElement body, string? requestId, CancellationToken cancellationToken)
    {
        var request = ChatRequestReader.Read(body, options);
        var name = served.Resolve(request.Model);
        var prompt = PromptTokens.Render(request.Messages, request.EnableThinking);
        var maxTokens = ContextWindow.Fit(prompt.Count, request.MaxTokens, options);
        var seeds = Seeds.Of(request);
        var texts = await Task.Run(() => model.Complete(new ModelPrompt(request.Messages, seeds, maxTokens), cancellationToken), cancellationToken);
        var choices = texts.Take(seeds.Count).Select((text, i) => ChatChoices.Shape(i, seeds[i], text.Text, request, maxTokens)).ToList();
        return new ChatWork
        {
            Request = request,
            Id = $"chatcmpl-{requestId ?? request.RequestId ?? Guid.NewGuid().ToString("N")}",
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Model = name,
            MaxTokens = maxTokens,
            Choices = choices,
            Engine = new EngineRequest(
                prompt.Count,
                PrefixCache.BlocksOf(prompt, request.CacheSalt),
                [.. choices.Select(static choice => choice.Tokens)],
                request.Priority),
        };
    }

    /// <summary>Waits until all completions are done. Choices come in the order of their index, whichever was first.</summary>
    public async Task<ChatReply> CompleteAsync(ChatWork work, CancellationToken cancellationToken)
    {
        // The cached tokens that vLLM reports here are those of the completion that finished last.
        var cached = 0;
        await foreach (var token in PaceAsync(work, cancellationToken))
        {
            cached = token.CachedTokens;
        }

        return new ChatReply
        {
            Id = work.Id,
            Created = work.Created,
            Model = work.Model,
            Choices = work.Choices,
            Usage = work.UsageWith(options.PromptTokensDetails ? cached : null),
            TopLogprobs = work.Request.Logprobs ? work.Request.TopLogprobs : null,
        };
    }

    /// <summary>The tokens as the engine computes them, counted in the metrics.</summary>
    public async IAsyncEnumerable<EngineToken> PaceAsync(ChatWork work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (work.Choices.Count == 0)
        {
            yield break;
        }

        var start = time.GetTimestamp();
        var counts = new int[work.Engine.OutputTokens.Count];
        var latest = new long[counts.Length];
        try
        {
            await foreach (var token in engine.RunAsync(work.Engine, cancellationToken))
            {
                Observe(start, latest, counts, token.Completion);
                yield return token;
            }

            metrics.RequestFinished(work.Choices.Count, work.MaxTokens, counts.Max());
        }
        finally
        {
            var elapsed = time.GetElapsedTime(start);
            foreach (var choice in work.Choices)
            {
                var done = counts[choice.Index] == choice.Tokens;
                metrics.Finished(done ? choice.FinishReason ?? "error" : "abort", work.Engine.PromptTokens, counts[choice.Index], elapsed);
            }
        }
    }

    private void Observe(long start, long[] latest, int[] counts, int index)
    {
        var now = time.GetTimestamp();
        if (counts[index]++ == 0)
        {
            metrics.FirstToken(time.GetElapsedTime(start, now));
        }
        else
        {
            metrics.NextToken(time.GetElapsedTime(latest[index], now));
        }

        latest[index] = now;
    }
}

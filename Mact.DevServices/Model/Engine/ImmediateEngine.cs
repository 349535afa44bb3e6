using System.Runtime.CompilerServices;

namespace Mact.DevServices.Model.Engine;

/// <summary>An engine that takes no time. The prefix cache works as in the timed one.</summary>
internal sealed class ImmediateEngine(PrefixCache cache, EngineMetrics metrics) : IEngine
{
    private readonly Lock _gate = new();

    public async IAsyncEnumerable<EngineToken> RunAsync(EngineRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cached = new int[request.OutputTokens.Count];
        lock (_gate)
        {
            for (var i = 0; i < cached.Length; i++)
            {
                cached[i] = cache.Use(request.Blocks, request.PromptTokens);
                metrics.Scheduled(request.PromptTokens, cached[i]);
            }
        }

        var longest = request.OutputTokens.Max();
        for (var token = 0; token < longest; token++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < cached.Length; i++)
            {
                if (token < request.OutputTokens[i])
                {
                    yield return new EngineToken(i, cached[i]);
                }
            }
        }

        await Task.CompletedTask;
    }
}

using System.ComponentModel.DataAnnotations;

namespace Mact.Worker.Models;

/// <summary>How model endpoints are used: section <c>Models</c>. Times are written as hh:mm:ss.</summary>
public sealed class ModelOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "Models";

    private const string ShortestTime = "00:00:00.001";
    private const string LongestTime = "1.00:00:00";

    /// <summary>
    /// How long a first token is waited for, at least: the server's queue, or a serverless machine that boots. It grows to four times the
    /// slowest that was seen.
    /// </summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>How long the next token is waited for, at least, once tokens come. It grows to twenty times the slowest that was seen.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>A sample that runs on is cut at so many times the length of the longest that has ended, once half of a request's samples have; where
    /// replies stream.</summary>
    [Range(1.5, 1000)]
    public double RunOnRatio { get; set; } = 4;

    /// <summary>How long a look at the served models, at the tokenizer or at the metrics may take on an endpoint that has answered before.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a server's metrics are looked at while calls are made.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan MetricsInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>An endpoint that was not used for this long may have been scaled to zero: <see cref="FirstTokenTimeout"/> holds for looks at it
    /// again.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan ColdAfterIdle { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one call (all its requests, waiting included) may take.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan TotalBudget { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a call waits for an endpoint that is not ready before its question fails.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan MaxWaitAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>First pause between probes of an endpoint that is not ready; it doubles up to <see cref="MaxBackoff"/>, with jitter.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between probes.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest pause that an endpoint's Retry-After is believed.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A request that failed after this long had probably generated already; it is sent again <see cref="MaxLongResends"/> times at
    /// most.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan LongGeneration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that failed late (see <see cref="LongGeneration"/>) is sent again.</summary>
    [Range(0, 100)]
    public int MaxLongResends { get; set; } = 2;

    /// <summary>Tries of a request that the endpoint answers with what is no completion.</summary>
    [Range(1, 100)]
    public int MaxBadReplies { get; set; } = 3;

    /// <summary>The time that those tries may take together.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan BadReplyWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the missing or broken samples of a call are drawn again.</summary>
    [Range(0, 10)]
    public int MaxTopUps { get; set; } = 2;

    /// <summary>Least time between two looks at the served models while they do not have the configured one.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the use of the endpoints is told for System to show.</summary>
    [Range(typeof(TimeSpan), ShortestTime, LongestTime)]
    public TimeSpan PublishInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Samples in flight per endpoint at most; below it, their number follows what the server can do.</summary>
    [Range(1, 100_000)]
    public int MaxInFlight { get; set; } = 512;

    /// <summary>Samples in flight per endpoint until it has shown what it can do.</summary>
    [Range(1, 100_000)]
    public int StartInFlight { get; set; } = 40;

    /// <summary>Ask for replies as streams; a server that refuses is asked without.</summary>
    public bool Stream { get; set; } = true;

    /// <summary>Times that the engine may die under one request before the request is taken for the cause.</summary>
    [Range(1, 100)]
    public int MaxEngineDeaths { get; set; } = 3;

    /// <summary>Largest max_tokens that thinking may make grow, where most samples end before they say anything.</summary>
    [Range(1, 1_000_000)]
    public int MaxThinkingTokens { get; set; } = 16_384;

    /// <summary>Purposes for which thinking is left on, although <see cref="DisableThinking"/> is set: Plan, Code, Repair, Direct, Judge.</summary>
    public IList<CallPurpose> ThinkingFor { get; } = [];

    /// <summary>Tokens that thinking may take where it is on and the server can be told (vLLM's thinking_token_budget); null = no bound.</summary>
    [Range(1, 1_000_000)]
    public int? ThinkingTokenBudget { get; set; }

    /// <summary>Largest response read, in bytes.</summary>
    [Range(1024, int.MaxValue)]
    public long MaxResponseBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Fewest tokens worth asking for when max_tokens is fitted to the context.</summary>
    [Range(1, 1_000_000)]
    public int MinMaxTokens { get; set; } = 64;

    /// <summary>Look at the endpoints once when the worker starts. Off for serverless endpoints, where the look wakes a machine.</summary>
    public bool CheckAtStart { get; set; } = true;

    /// <summary>Whether vLLM's own fields are sent.</summary>
    public VendorFields VendorFields { get; set; } = VendorFields.Auto;

    /// <summary>Ask thinking models not to think: chat_template_kwargs.enable_thinking=false, on Ollama reasoning_effort "none".</summary>
    public bool DisableThinking { get; set; } = true;

    /// <summary>What gen_ai.provider.name says; null = vllm where the endpoint says so, else openai.</summary>
    public string? ProviderName { get; set; }

    /// <summary>By model name; <c>*</c> for every other.</summary>
    public IDictionary<string, ModelProfile> Profiles { get; } = new Dictionary<string, ModelProfile>(StringComparer.Ordinal);

    /// <summary>By model name; <c>*</c> for every other.</summary>
    public IDictionary<string, ModelPrice> Prices { get; } = new Dictionary<string, ModelPrice>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxBackoff < Backoff)
        {
            yield return new ValidationResult("Models:MaxBackoff must not be below Models:Backoff.");
        }

        if (Prices.Any(static price => price.Value is { Input: < 0 } or { Output: < 0 } or { CachedInput: < 0 }))
        {
            yield return new ValidationResult("Models:Prices must not be negative.");
        }
    }

    /// <summary>The profile of a model; an empty one where none is configured.</summary>
    public ModelProfile ProfileOf(string model) =>
        Profiles.TryGetValue(model, out var profile) || Profiles.TryGetValue("*", out profile) ? profile : new ModelProfile();

    /// <summary>The price of a model; null where none is configured.</summary>
    public ModelPrice? PriceOf(string model) =>
        Prices.TryGetValue(model, out var price) || Prices.TryGetValue("*", out price) ? price : null;
}

/// <summary>Whether the fields that vLLM adds to the protocol (top_k, chat_template_kwargs, …) are sent.</summary>
public enum VendorFields
{
    /// <summary>Where the list of models says that its owner is vLLM.</summary>
    Auto,

    /// <summary>Always; a field that the endpoint refuses by name is dropped and that is remembered.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>How one model wants to be sampled, beyond what a question chooses. Configuration, never a guess from the name.</summary>
public sealed record ModelProfile
{
    /// <summary>Only the k likeliest tokens; null = the server's default. vLLM field.</summary>
    public int? TopK { get; init; }

    /// <summary>Only tokens at least this likely relative to the likeliest, 0 to 1; null = the server's default. vLLM field.</summary>
    public double? MinP { get; init; }

    /// <summary>Above 0; null = the server's default. vLLM field.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>-2 to 2; null = the server's default.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>Switch thinking off for this model; null = as <see cref="ModelOptions.DisableThinking"/> says.</summary>
    public bool? DisableThinking { get; init; }
}

/// <summary>What a model costs, per million tokens, in whatever currency the configuration means.</summary>
public sealed record ModelPrice
{
    /// <summary>Per million prompt tokens.</summary>
    public decimal Input { get; init; }

    /// <summary>Per million prompt tokens from the prefix cache; null = as <see cref="Input"/>.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Per million completion tokens.</summary>
    public decimal Output { get; init; }

    /// <summary>The price of <paramref name="inputTokens"/> (of which cached) and <paramref name="outputTokens"/>.</summary>
    public decimal Of(long inputTokens, long cachedTokens, long outputTokens)
    {
        var cached = Math.Clamp(cachedTokens, 0, inputTokens);
        return (((inputTokens - cached) * Input) + (cached * (CachedInput ?? Input)) + (outputTokens * Output)) / 1_000_000m;
    }
}

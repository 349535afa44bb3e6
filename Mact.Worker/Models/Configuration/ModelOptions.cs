namespace Mact.Worker.Models.Configuration;

/// <summary>How model endpoints are used: section <c>Models</c>. Times are written as hh:mm:ss.</summary>
public sealed class ModelOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Models";

    /// <summary>How long one request may take until the endpoint has answered for the first time: a serverless endpoint holds it while it boots.</summary>
    public TimeSpan FirstAnswerTimeout { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>How long one request may take on an endpoint that has answered before.</summary>
    public TimeSpan WarmTimeout { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>An endpoint that was not used for this long may have been scaled to zero: <see cref="FirstAnswerTimeout"/> holds again.</summary>
    public TimeSpan ColdAfterIdle { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one call (all its requests, waiting included) may take.</summary>
    public TimeSpan TotalBudget { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a call waits for an endpoint that is not ready before its question fails.</summary>
    public TimeSpan MaxWaitAge { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>First pause between probes of an endpoint that is not ready; it doubles up to <see cref="MaxBackoff"/>, with jitter.</summary>
    public TimeSpan Backoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between probes.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest pause that an endpoint's Retry-After is believed.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A request that failed after this long had probably generated already; it is sent again <see cref="MaxLongResends"/> times at most.</summary>
    public TimeSpan LongGeneration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that failed late (see <see cref="LongGeneration"/>) is sent again.</summary>
    public int MaxLongResends { get; set; } = 2;

    /// <summary>Tries of a request that the endpoint answers with what is no completion.</summary>
    public int MaxBadReplies { get; set; } = 3;

    /// <summary>The time that those tries may take together.</summary>
    public TimeSpan BadReplyWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the missing or broken samples of a call are drawn again.</summary>
    public int MaxTopUps { get; set; } = 2;

    /// <summary>Least time between two looks at the served models while they do not have the configured one.</summary>
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests in flight per endpoint.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>Largest response read, in bytes.</summary>
    public long MaxResponseBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Fewest tokens worth asking for when max_tokens is fitted to the context.</summary>
    public int MinMaxTokens { get; set; } = 64;

    /// <summary>Look at the endpoints once when the worker starts. Off for serverless endpoints, where the look wakes a machine.</summary>
    public bool CheckAtStart { get; set; } = true;

    /// <summary>Whether vLLM's own fields are sent.</summary>
    public VendorFields VendorFields { get; set; } = VendorFields.Auto;

    /// <summary>Ask thinking models not to think (chat_template_kwargs.enable_thinking=false, a vLLM field).</summary>
    public bool DisableThinking { get; set; } = true;

    /// <summary>What gen_ai.provider.name says; null = vllm where the endpoint says so, else openai.</summary>
    public string? ProviderName { get; set; }

    /// <summary>By model name; <c>*</c> for every other.</summary>
    public IDictionary<string, ModelProfile> Profiles { get; } = new Dictionary<string, ModelProfile>(StringComparer.Ordinal);

    /// <summary>By model name; <c>*</c> for every other.</summary>
    public IDictionary<string, ModelPrice> Prices { get; } = new Dictionary<string, ModelPrice>(StringComparer.Ordinal);

    /// <summary>The profile of a model; an empty one where none is configured.</summary>
    public ModelProfile ProfileOf(string model) =>
        Profiles.TryGetValue(model, out var profile) || Profiles.TryGetValue("*", out profile) ? profile : new ModelProfile();

    /// <summary>The price of a model; null where none is configured.</summary>
    public ModelPrice? PriceOf(string model) =>
        Prices.TryGetValue(model, out var price) || Prices.TryGetValue("*", out price) ? price : null;
}

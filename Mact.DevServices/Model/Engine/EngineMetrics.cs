namespace Mact.DevServices.Model.Engine;

/// <summary>The counters behind <c>/metrics</c>. Safe for concurrent use.</summary>
internal sealed class EngineMetrics
{
    private static readonly double[] TokenTimes = [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];
    private static readonly double[] RequestTimes = [.3, .5, .8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680];
    private static readonly double[] TokenCounts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];

    private readonly Lock _gate = new();
    private int _inFlight;
    private readonly Dictionary<string, double> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Histogram> _histograms = new(StringComparer.Ordinal)
    {
        ["time_to_first_token_seconds"] = new(.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560),
        ["inter_token_latency_seconds"] = new(TokenTimes),
        ["request_time_per_output_token_seconds"] = new(TokenTimes),
        ["e2e_request_latency_seconds"] = new(RequestTimes),
        ["request_prompt_tokens"] = new(TokenCounts),
        ["request_generation_tokens"] = new(TokenCounts),
        ["request_max_num_generation_tokens"] = new(TokenCounts),
        ["request_params_n"] = new(1, 2, 5, 10, 20),
        ["request_params_max_tokens"] = new(TokenCounts),
    };

    private readonly Dictionary<string, long> _finished = new(StringComparer.Ordinal) { ["stop"] = 0, ["length"] = 0, ["abort"] = 0, ["error"] = 0, ["repetition"] = 0 };

    /// <summary>Sequences in work that are not waiting.</summary>
    public int Running => Math.Max(0, _inFlight - Waiting);

    /// <summary>Sequences that wait for room.</summary>
    public int Waiting { get; set; }

    /// <summary>The used share of the KV cache, 0 to 1.</summary>
    public double CacheUse { get; set; }

    /// <summary>Counts sequences as in work until the returned value is disposed.</summary>
    public IDisposable Enter(int sequences)
    {
        Interlocked.Add(ref _inFlight, sequences);
        return new Leaving(this, sequences);
    }

    public void Scheduled(int promptTokens, int cachedTokens)
    {
        lock (_gate)
        {
            Count("prefix_cache_queries", promptTokens);
            Count("prefix_cache_hits", cachedTokens);
            Count("prompt_tokens_cached", cachedTokens);
        }
    }

    public void Preempted()
    {
        lock (_gate)
        {
            Count("num_preemptions", 1);
        }
    }

    public void FirstToken(TimeSpan after) => Observe("time_to_first_token_seconds", after.TotalSeconds);

    public void NextToken(TimeSpan gap) => Observe("inter_token_latency_seconds", gap.TotalSeconds);

    /// <summary>One completion is done; vLLM counts each as a request of its own.</summary>
    public void Finished(string reason, int promptTokens, int generatedTokens, TimeSpan elapsed)
    {
        lock (_gate)
        {
            _finished[reason] = _finished.GetValueOrDefault(reason) + 1;
            Count("prompt_tokens", promptTokens);
            Count("generation_tokens", generatedTokens);
            _histograms["request_prompt_tokens"].Observe(promptTokens);
            _histograms["request_generation_tokens"].Observe(generatedTokens);
            _histograms["e2e_request_latency_seconds"].Observe(elapsed.TotalSeconds);
            _histograms["request_time_per_output_token_seconds"].Observe(elapsed.TotalSeconds / Math.Max(1, generatedTokens));
        }
    }

    /// <summary>A whole request is done.</summary>
    public void RequestFinished(int n, int maxTokens, int longest)
    {
        lock (_gate)
        {
            _histograms["request_params_n"].Observe(n);
            _histograms["request_params_max_tokens"].Observe(maxTokens);
            _histograms["request_max_num_generation_tokens"].Observe(longest);
        }
    }

    /// <summary>Everything in the Prometheus text format.</summary>
    public string Write(string model, string version)
    {
        lock (_gate)
        {
            var text = new PrometheusText(model);
            text.Gauge("vllm:num_requests_running", Running);
            text.Gauge("vllm:num_requests_waiting", Waiting);
            text.Gauge("vllm:kv_cache_usage_perc", CacheUse);
            text.Gauge("vllm:engine_sleep_state", 0);
            foreach (var name in (string[])["prefix_cache_queries", "prefix_cache_hits", "num_preemptions", "prompt_tokens", "prompt_tokens_cached", "generation_tokens"])
            {
                text.Counter($"vllm:{name}_total", _counters.GetValueOrDefault(name));
            }

            text.Counter("vllm:request_success_total", "finished_reason", _finished);
            foreach (var (name, histogram) in _histograms)
            {
                text.Histogram($"vllm:{name}", histogram);
            }

            text.Info("vllm:cache_config_info", ("block_size", $"{PrefixCache.BlockSize}"), ("enable_prefix_caching", "True"), ("stand_in", version));
            return text.ToString();
        }
    }

    private void Observe(string name, double value)
    {
        lock (_gate)
        {
            _histograms[name].Observe(value);
        }
    }

    private void Count(string name, double by) => _counters[name] = _counters.GetValueOrDefault(name) + by;

    private sealed class Leaving(EngineMetrics metrics, int sequences) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref metrics._inFlight, -sequences);
    }
}

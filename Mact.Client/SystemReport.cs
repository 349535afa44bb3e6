namespace Mact.Client;

/// <summary>What the stack consists of, and how it is, at this moment.</summary>
/// <param name="Version">The version of the Api.</param>
/// <param name="Persistent">False where questions live in memory only and are gone when the stack stops.</param>
/// <param name="Store">Whether queue and store answer.</param>
/// <param name="Queue">Depth, age, workers; null while the store does not answer.</param>
/// <param name="Model">As configured.</param>
/// <param name="Failures">The latest questions that failed, and all that were given up, newest first.</param>
public sealed record SystemReport(
    string Version,
    bool Persistent,
    StoreReport Store,
    QueueSnapshot? Queue,
    ModelReport Model,
    IReadOnlyList<FailureReport> Failures);

/// <summary>Whether queue and store answer.</summary>
/// <param name="Available">They do.</param>
/// <param name="Message">In words, why not; null where they do.</param>
public sealed record StoreReport(bool Available, string? Message)
{
    /// <summary>The message with its values; null where it has none.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>The queue at one moment, read in one round trip.</summary>
/// <param name="Ready">Waiting to be claimed.</param>
/// <param name="Delayed">Due later.</param>
/// <param name="Leased">Being worked on.</param>
/// <param name="Dead">Given up, kept for inspection and retry.</param>
/// <param name="OldestAge">Age of the oldest question that is not yet claimed; zero when there is none.</param>
/// <param name="Workers">Workers whose heartbeat is fresh.</param>
public sealed record QueueSnapshot(long Ready, long Delayed, long Leased, long Dead, TimeSpan OldestAge, int Workers);

/// <summary>The models in use, as configured; nothing is asked of any endpoint.</summary>
/// <param name="Planner">The planner's model, "auto" for the single one served; null where no endpoint is configured.</param>
/// <param name="Coder">The coder's model, likewise.</param>
/// <param name="StandIn">The built-in table reader stands in for a language model.</param>
/// <param name="Endpoints">Where they are.</param>
/// <param name="Local">It is a small model on the stack's own computer, whose file can be chosen.</param>
public sealed record ModelReport(string? Planner, string? Coder, bool StandIn, IReadOnlyList<EndpointReport> Endpoints, bool Local = false);

/// <summary>A configured endpoint, without path or key.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Server">host:port; null where the connection string has no usable address.</param>
/// <param name="Model">The configured name, or auto.</param>
public sealed record EndpointReport(IReadOnlyList<string> Roles, string? Server, string Model);

/// <summary>A question that failed recently, and why.</summary>
/// <param name="Id">The id of the question.</param>
/// <param name="Question">What was asked.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="Error">Code and words.</param>
/// <param name="Dead">It was given up after its last attempt, and may be retried.</param>
public sealed record FailureReport(string Id, string Question, DateTimeOffset SubmittedAt, QuestionError? Error, bool Dead);

/// <summary>What one endpoint said when it was asked for its models, and for a few tokens.</summary>
/// <param name="Roles">planner, coder: who uses it.</param>
/// <param name="Server">host:port; null where the connection string has no usable address.</param>
/// <param name="Ok">It serves the configured model, or exactly one where none is named.</param>
/// <param name="Served">The models that it serves; empty where it did not say.</param>
/// <param name="Message">In words: what was found and what to do next.</param>
/// <param name="ElapsedMs">From the request to the whole response.</param>
public sealed record ModelCheckResult(
    IReadOnlyList<string> Roles, string? Server, bool Ok, IReadOnlyList<string> Served, string Message, double ElapsedMs)
{
    /// <summary>The message with its values; null where it has none, or in what was recorded before there were any.</summary>
    public Sentence? Sentence { get; init; }

    /// <summary>What the model was seen to do; null where it did not answer.</summary>
    public EndpointKnowledge? Known { get; init; }
}

/// <summary>What the latest questions used, from their records.</summary>
/// <param name="Questions">Ended questions that were looked at.</param>
/// <param name="Calls">Model calls of these.</param>
/// <param name="Retries">Requests to the model that gave nothing and were made again.</param>
/// <param name="InputTokens">Prompt tokens.</param>
/// <param name="CachedTokens">The share of these that came from the prefix cache.</param>
/// <param name="OutputTokens">Completion tokens.</param>
/// <param name="Cost">In the currency of the configured prices; null where none is configured.</param>
/// <param name="CallMs">Latency of a model call.</param>
/// <param name="QuestionMs">From submission to the end of a question.</param>
/// <param name="QueueMs">From submission to a worker's claim.</param>
public sealed record UsageReport(
    int Questions,
    int Calls,
    int Retries,
    long InputTokens,
    long CachedTokens,
    long OutputTokens,
    decimal? Cost,
    LatencyReport? CallMs,
    LatencyReport? QuestionMs,
    LatencyReport? QueueMs);

/// <summary>How long things took, in milliseconds, by nearest rank.</summary>
/// <param name="P50">Half took no longer.</param>
/// <param name="P95">Nineteen of twenty took no longer.</param>
/// <param name="Max">The longest.</param>
public sealed record LatencyReport(double P50, double P95, double Max)
{
    /// <summary>The percentiles of some durations; null where there are none.</summary>
    public static LatencyReport? Of(IEnumerable<double> durations)
    {
        IReadOnlyList<double> all = [.. durations];
        var found = Percentiles.Of(all);
        return all.Count == 0 ? null : new(found.P50, found.P95, found.Max);
    }
}

/// <summary>Percentiles of a measure (nearest rank) and its mean, in the measure's unit.</summary>
public sealed record Percentiles(double Mean, double P50, double P90, double P95, double P99, double Max)
{
    /// <summary>Of values in any order; all zero for none.</summary>
    public static Percentiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? new(0, 0, 0, 0, 0, 0)
            : new(sorted.Average(), At(sorted, 0.5), At(sorted, 0.9), At(sorted, 0.95), At(sorted, 0.99), sorted[^1]);
    }

    private static double At(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}

/// <summary>Where a model on this computer stands.</summary>
public enum LocalModelState
{
    /// <summary>Its process does not run, and nothing of it is loaded; it can be started.</summary>
    Off,

    /// <summary>Its process was asked for, and does not answer yet.</summary>
    Starting,

    /// <summary>Nobody has chosen a file yet.</summary>
    NotChosen,

    /// <summary>The chosen file is being fetched.</summary>
    Downloading,

    /// <summary>The file is being read into memory.</summary>
    Loading,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It can't be had or loaded; another choice may go better.</summary>
    Failed,
}

/// <summary>A model on this computer, and the files that could become one.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Name">The model's name; null where none is chosen.</param>
/// <param name="Message">One line for people; null where the state says all.</param>
/// <param name="Progress">How far download or loading is, from 0 to 1; null where nothing goes on.</param>
/// <param name="Folder">Where files are kept on that computer, and found again; empty while its process does not run.</param>
/// <param name="Files">The files that are known, the smallest first.</param>
public sealed record LocalModelReport(
    LocalModelState State, string? Name, string? Message, double? Progress, string Folder, IReadOnlyList<KnownModelFile> Files)
{
    /// <summary>What it takes and gives; null where it does not answer.</summary>
    public LocalModelFigures? Figures { get; init; }

    /// <summary>The message with its values; null where it has none.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>What a model on this computer takes and gives, as its own process measures it.</summary>
/// <param name="ContextTokens">The longest prompt with its reply.</param>
/// <param name="MemoryBytes">What its process holds now.</param>
/// <param name="MaxMemoryBytes">What it may come to: the file, the context of all prompts at once, and what computing takes.</param>
/// <param name="PromptTokensPerSecond">Read, of the last seconds of work; null where it has not read yet.</param>
/// <param name="ReplyTokensPerSecond">Written, of all samples together; null where it has not written yet.</param>
public sealed record LocalModelFigures(
    int ContextTokens, long MemoryBytes, long MaxMemoryBytes, double? PromptTokensPerSecond, double? ReplyTokensPerSecond);

/// <summary>A model file as its makers publish it. Nothing of it is fetched before somebody chooses it.</summary>
/// <param name="Id">What it is chosen by.</param>
/// <param name="Name">As its makers call it.</param>
/// <param name="Licence">By its SPDX name.</param>
/// <param name="Bytes">The whole file; it takes about a third more in memory.</param>
/// <param name="Sha256">Checksum of the whole file, in small hexadecimal digits.</param>
/// <param name="Url">Where it is fetched from.</param>
/// <param name="IsHere">It lies in the folder already.</param>
public sealed record KnownModelFile(string Id, string Name, string Licence, long Bytes, string Sha256, Uri Url, bool IsHere);

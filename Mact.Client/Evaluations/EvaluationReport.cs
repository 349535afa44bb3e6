using System.Text.Json.Serialization;

namespace Mact.Client.Evaluations;

/// <summary>What an evaluation came to under one strategy. Rates are out of what they name; items that were not answered count as wrong in the
/// accuracy.</summary>
public sealed record EvaluationReport
{
    /// <summary>The strategy or experiment's arm.</summary>
    public required string Strategy { get; init; }

    /// <summary>Rows that could not be read; they are in no other figure.</summary>
    public required int BadRows { get; init; }

    /// <summary>Right answers out of all items.</summary>
    public required Proportion Accuracy { get; init; }

    /// <summary>Answers out of all items.</summary>
    public required Proportion Coverage { get; init; }

    /// <summary>Right answers out of those given.</summary>
    public required Proportion Precision { get; init; }

    /// <summary>Mean partial credit over all items.</summary>
    public required double MeanF1 { get; init; }

    /// <summary>Mean F1 over the labels; null where the items are no claims. An unreadable answer is a miss of its label.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? MacroF1 { get; init; }

    /// <summary>How many labels the macro F1 is over.</summary>
    public required int Labels { get; init; }

    /// <summary>Accuracy by the answers' types.</summary>
    public required IReadOnlyDictionary<string, Proportion> ByType { get; init; }

    /// <summary>Items by how they ended.</summary>
    public required IReadOnlyDictionary<string, int> ByOutcome { get; init; }

    /// <summary>Accuracy by how the answer was reached.</summary>
    public required IReadOnlyDictionary<string, Proportion> ByRoute { get; init; }

    /// <summary>Coverage and accuracy against agreement, highest agreement first.</summary>
    public required IReadOnlyList<CalibrationPoint> Calibration { get; init; }

    /// <summary>Requests to models, in all.</summary>
    public required int Requests { get; init; }

    /// <summary>Prompt tokens, in all.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Completion tokens, in all.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>In the currency of the configured prices; null where none is configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public decimal? Cost { get; init; }

    /// <summary>What the replies took when they were recorded, where they were replayed; null where models were asked. Nothing of it was used
    /// again.</summary>
    public TokenUsage? Replayed { get; init; }

    /// <summary>Milliseconds from the claim to the end of a question.</summary>
    public required Percentiles LatencyMs { get; init; }

    /// <summary>Seconds from the first submission to the last end; null where it was not measured.</summary>
    public double? WallSeconds { get; init; }

    /// <summary>Answers by the shortcut, out of all.</summary>
    public required Proportion ShortcutRate { get; init; }

    /// <summary>Programs that ran, out of all that were written.</summary>
    public required Proportion CodeSuccess { get; init; }

    /// <summary>Items with at least one repair, out of all.</summary>
    public required Proportion RepairRate { get; init; }

    /// <summary>Programs that adaptive sampling did not have to draw.</summary>
    public required int SavedSamples { get; init; }

    /// <summary>Vote margins of the items, 0 to 1.</summary>
    public required Percentiles VoteMargin { get; init; }

    /// <summary>Completions by finish reason.</summary>
    public required IReadOnlyDictionary<string, int> FinishReasons { get; init; }

    /// <summary>The models that answered.</summary>
    public required IReadOnlyList<string> Models { get; init; }
}

/// <summary>What holds when only answers of at least some agreement count.</summary>
/// <param name="Agreement">The least agreement, 0 to 1.</param>
/// <param name="Coverage">Items answered with at least that agreement, of all items.</param>
/// <param name="Accuracy">Right ones among them: the selective accuracy.</param>
/// <param name="AtThisAgreement">Right ones among the answers of exactly this agreement.</param>
public sealed record CalibrationPoint(double Agreement, Proportion Coverage, Proportion Accuracy, Proportion AtThisAgreement);

/// <summary>A share with its 95 % interval after Wilson (1927).</summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Out of how many.</param>
public sealed record Proportion(int Count, int Of)
{
    // The 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Independent observations, where they are fewer than <see cref="Of"/>: a question that is asked three times is one of them, for its answers are
    /// alike.
    /// The interval is over these. Null: all are independent.
    /// </summary>
    public int? Units { get; init; }

    /// <summary>0 to 1; 0 of nothing is 0.</summary>
    public double Value => Of == 0 ? 0 : (double)Count / Of;

    /// <summary>The interval's lower end, 0 to 1.</summary>
    public double Low => Of == 0 ? 0 : Math.Max(0, Centre - Half);

    /// <summary>The interval's upper end, 0 to 1.</summary>
    public double High => Of == 0 ? 1 : Math.Min(1, Centre + Half);

    private double N => Units ?? Of;

    private double Centre => (Value + (Z * Z / (2 * N))) / (1 + (Z * Z / N));

    private double Half => Z / (1 + (Z * Z / N)) * Math.Sqrt((Value * (1 - Value) / N) + (Z * Z / (4.0 * N * N)));

    /// <summary>A share of observations that belong to groups, of which each counts as one in the interval.</summary>
    /// <param name="count">How many.</param>
    /// <param name="of">Out of how many.</param>
    /// <param name="groups">Groups among these.</param>
    public static Proportion Grouped(int count, int of, int groups) => new(count, of) { Units = groups > 0 && groups < of ? groups : null };
}

/// <summary>Two runs over the same items, paired by item and repeat.</summary>
/// <param name="Both">Right in both.</param>
/// <param name="OnlyFirst">Right in the first alone.</param>
/// <param name="OnlySecond">Right in the second alone.</param>
/// <param name="Neither">Wrong in both.</param>
/// <param name="PValue">
/// McNemar's exact test, two-sided: how likely so uneven a split of the discordant items is by chance. An item that was asked several times counts
/// once, for the run that was right more often, since its answers are alike.
/// </param>
/// <param name="Discordant">The items on which they differ, in order of row.</param>
/// <param name="Unpaired">Results that have no partner.</param>
public sealed record RunComparison(
    int Both, int OnlyFirst, int OnlySecond, int Neither, double PValue, IReadOnlyList<Discordance> Discordant, int Unpaired);

/// <summary>An item that one of two runs answered right and the other did not.</summary>
/// <param name="First">The result in the first run; its question id leads to the trace.</param>
/// <param name="Second">The result in the second run.</param>
public sealed record Discordance(ItemResult First, ItemResult Second);

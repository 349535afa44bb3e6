namespace Mact.Web.Projections;

/// <summary>One dial for how hard a question is worked on, and the settings that it stands for.</summary>
/// <param name="Key">quick, standard, thorough: as it stands in addresses.</param>
/// <param name="Label">For people.</param>
/// <param name="Description">What it is good for.</param>
/// <param name="Options">The settings.</param>
public sealed record Effort(string Key, string Label, string Description, QuestionOptions Options)
{
    /// <summary>From cheap to dear.</summary>
    public static IReadOnlyList<Effort> All { get; } =
    [
        new("quick", "Quick", "Few samples; the first agreement decides.", new() { PlanSamples = 3, CodeSamples = 3, MaxSteps = 4, MaxAttempts = 5 }),
        new("standard", "Standard", "Five plans, five programs, every result voted on.", new()),
        new(
            "thorough",
            "Thorough",
            "More samples, more steps, no shortcut.",
            new() { PlanSamples = 9, CodeSamples = 9, MaxSteps = 10, MaxAttempts = 14, Shortcut = ShortcutMode.Off }),
    ];

    /// <summary>What is meant when nothing is said.</summary>
    public static Effort Default => All[1];

    /// <summary>What is meant with a small model on this computer: three samples were right as often as five (docs/performance.md).</summary>
    public static Effort OfSmallModel => All[0];

    /// <summary>By key; the standard one where the key is unknown.</summary>
    public static Effort Find(string? key) => All.FirstOrDefault(effort => effort.Key == key) ?? Default;

    /// <summary>Requests at most: a plan per attempt, and for every step but the last a program request and a repair.</summary>
    public static int MaxRequests(QuestionOptions options)
    {
        return options.MaxAttempts + (2 * Math.Max(0, options.MaxSteps - 1));
    }
}

/// <summary>What a question will roughly take, before it is asked. An estimate: the run's own trace says what it really took.</summary>
/// <param name="MinRequests">Where the plans agree at once.</param>
/// <param name="MaxRequests">Where every step and every repair is needed.</param>
/// <param name="MinTokens">Input and output of the fewest requests.</param>
/// <param name="MaxTokens">Input and output of the most requests.</param>
public sealed record CostEstimate(int MinRequests, int MaxRequests, long MinTokens, long MaxTokens)
{
    // Rules and question around the tables, and what one plan and one program are long as a rule.
    private const long RulesTokens = 1_200;
    private const long PlanTokens = 250;
    private const long CodeTokens = 120;

    // Larger tables are shown in part: the workers' default budget of a planning prompt.
    private const long MaxTableTokens = 6_000;
    private const double CharactersPerToken = 3.5;

    /// <summary>What is to be expected of a question with these options over these tables.</summary>
    public static CostEstimate Of(QuestionOptions options, TablesProfile tables, int contextLength)
    {
        // Each cell brings a separator with it.
        var characters = tables.Tables.Sum(static table => table.Characters + ((long)table.RowCount * table.Columns.Count)) + contextLength;
        var prompt = RulesTokens + Math.Min(MaxTableTokens, (long)(characters / CharactersPerToken));
        var plan = prompt + (options.PlanSamples * PlanTokens);
        var code = prompt + (options.CodeSamples * CodeTokens);
        var (fewestPlans, fewestCodes) = options.Shortcut switch
        {
            ShortcutMode.Trust => (1, 0),
            ShortcutMode.Verify => (1, 1),
            _ => (2, 1),
        };
        var max = Effort.MaxRequests(options);
        return new(
            fewestPlans + fewestCodes,
            max,
            (fewestPlans * plan) + (fewestCodes * code),
            (options.MaxAttempts * plan) + ((max - options.MaxAttempts) * code));
    }
}

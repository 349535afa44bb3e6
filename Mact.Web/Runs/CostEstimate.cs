using Mact.Core.Questions;
using Mact.Web.ApiAccess;

namespace Mact.Web.Runs;

/// <summary>What a question will roughly take, before it is asked. An estimate: the run's own trace says what it really took.</summary>
/// <param name="FewestRequests">Where the plans agree at once.</param>
/// <param name="MostRequests">Where every step and every repair is needed.</param>
/// <param name="FewestTokens">Input and output of the fewest requests.</param>
/// <param name="MostTokens">Input and output of the most requests.</param>
public sealed record CostEstimate(int FewestRequests, int MostRequests, long FewestTokens, long MostTokens)
{
    // Rules and question around the tables, and what one plan and one program are long as a rule.
    private const long RulesTokens = 1_200;
    private const long PlanTokens = 250;
    private const long CodeTokens = 120;

    // Larger tables are shown in part: the workers' default budget of a planning prompt.
    private const long MostTableTokens = 6_000;
    private const double CharactersPerToken = 3.5;

    /// <summary>Of a question with these options over these tables.</summary>
    public static CostEstimate Of(QuestionOptions options, TablesProfile tables, int contextLength)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(tables);

        // Each cell brings a separator with it.
        var characters = tables.Tables.Sum(static table => table.Characters + ((long)table.RowCount * table.Columns.Count)) + contextLength;
        var prompt = RulesTokens + Math.Min(MostTableTokens, (long)(characters / CharactersPerToken));
        var plan = prompt + (options.PlanSamples * PlanTokens);
        var code = prompt + (options.CodeSamples * CodeTokens);
        var (fewestPlans, fewestCodes) = options.Shortcut switch
        {
            ShortcutMode.Trust => (1, 0),
            ShortcutMode.Verify => (1, 1),
            _ => (2, 1),
        };
        var most = Effort.MostRequests(options);
        return new(
            fewestPlans + fewestCodes,
            most,
            (fewestPlans * plan) + (fewestCodes * code),
            (options.MaxAttempts * plan) + ((most - options.MaxAttempts) * code));
    }
}

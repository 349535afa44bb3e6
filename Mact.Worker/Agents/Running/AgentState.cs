using System.Globalization;
using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Voting;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Programs;

namespace Mact.Worker.Agents.Running;

/// <summary>A step that was carried out.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">Its action.</param>
/// <param name="Argument">The action's argument.</param>
/// <param name="Thought">The thought of the chosen plan.</param>
/// <param name="Observed">What was observed.</param>
/// <param name="Winner">The executed result behind the observation; null where nothing was executed or a guess won.</param>
internal sealed record AcceptedStep(int Number, ActionKind Kind, string Argument, string Thought, Observed Observed, ResultGroup? Winner)
{
    /// <summary>Programs asked, where most of them ran and met no row; null otherwise.</summary>
    public int? MetNothing { get; init; }

    /// <summary>It is what was known before the agent began: an answer depends on it only where no later step observed anything.</summary>
    public bool IsKnown { get; init; }

    /// <summary>As the scratchpad shows it.</summary>
    public PromptStep Prompt => new(Thought, ActionNames.Display(Kind, Argument), Observed.Text);
}

/// <summary>What the loop knows so far. Derived from the records alone.</summary>
internal sealed partial class AgentState
{
    private const int MaxReference = 150;
    private readonly List<AcceptedStep> _steps = [];

    /// <summary>Steps carried out.</summary>
    public IReadOnlyList<AcceptedStep> Steps => _steps;

    /// <summary>The step that is being planned, from 1.</summary>
    public int Step => _steps.Count + 1;

    public IReadOnlyList<PromptStep> Scratchpad => [.. _steps.Select(step => step.Prompt)];

    /// <summary>The plans of the first planning call: what their roll-outs reach is the fallback.</summary>
    public IReadOnlyList<ParsedPlan> FirstPlans { get; set; } = [];

    /// <summary>What the planner is told beside the scratchpad, once.</summary>
    public string? Hint { get; set; }

    /// <summary>Executed results, in canonical form.</summary>
    public IReadOnlySet<string> Observed => _steps
        .Where(step => step.Winner is not null)
        .Select(step => step.Winner!.Canonical)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a cell or an executed result says it: that is a value, however it looks.</summary>
    public Func<string, bool> Knows(CellIndex cells)
    {
        var observed = Observed;
        var parts = _steps.Where(static step => step.Winner is not null)
            .SelectMany(static step => step.Winner!.Rows).SelectMany(static row => row).OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return answer =>
            Named(answer, cells) is not null || cells.Contains(answer) || parts.Contains(answer.Trim())
            || CanonicalForm.ReadingsOf(answer).Any(form => observed.Contains(form.Hash));
    }

    /// <summary>The step whose result an answer names: "step1", "the towns of step1". Null where it names none that executed anything, and where it
    /// is a value: some cell or some result is "Step 1".</summary>
    public AcceptedStep? Named(string answer, CellIndex cells) =>
        answer.Length <= MaxReference
            && Reference().Match(answer) is { Success: true } found
            && int.TryParse(found.Groups["step"].ValueSpan, out var number)
            && cells.Spell(answer) is null && !CanonicalForm.ReadingsOf(answer).Any(form => Observed.Contains(form.Hash))
        ? _steps.Find(step => step.Number == number && step.Winner is not null)
        : null;

    /// <summary>The one column of a step's result that an answer names with it: "step1.town", "the towns of step1". Null where it names all of it.
    /// </summary>
    public static int? ColumnOf(string answer, AcceptedStep step)
    {
        var columns = step.Winner!.Columns;
        var named = CellIndex.WordsOf(answer).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word is not ("step" or "observation") && !char.IsAsciiDigit(word[0]))
            .Select(word => AskedColumn.Named(word, columns)).OfType<int>().Distinct().ToList();
        return columns.Count > 1 && named.Count == 1 ? named[0] : null;
    }

    /// <summary>Whether a text names a step in place of an answer, whatever the step came to.</summary>
    public static bool IsReference(string answer) => answer.Length <= MaxReference && Reference().IsMatch(answer);

    public void Accept(AcceptedStep step) => _steps.Add(step);

    /// <summary>The numbers of earlier results, for expressions: "step2" and what stands behind it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<decimal>> Numbers()
    {
        Dictionary<string, IReadOnlyList<decimal>> numbers = new(StringComparer.OrdinalIgnoreCase);
        foreach (var step in _steps)
        {
            if (step.Winner is { Columns.Count: 1 } winner && winner.RowCount == winner.Rows.Count && ReadAll(winner.Rows) is { } values)
            {
                numbers.Add($"step{step.Number}", values);
            }
        }

        return numbers;
    }

    private static List<decimal>? ReadAll(IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        List<decimal> values = [];
        foreach (var row in rows)
        {
            if (!decimal.TryParse(row[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            values.Add(value);
        }

        return values;
    }

    // "step1", "see step 1", "all 21 towns of step1", "Observation 1", "step1.town", "the table step1".
    [GeneratedRegex(
        @"^\W*(([\w'-]+[^\w\n]+){0,9}?(of|from|in|by|see|all|the|is|as|under|tables?|results?|rows?|values?|list)[^\w\n]+)?(step|observation)[ _#]?"
            + @"(?<step>\d{1,2})(\.\w{1,40}|'s( \w+){1,4})?\W*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Reference();
}

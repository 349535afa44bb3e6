using System.Text.Json.Serialization;

namespace Mact.Client.Runs;

/// <summary>A result that lost the vote behind an answer, and is not the same in another form.</summary>
/// <param name="Value">For display: values parted by commas, rows by semicolons.</param>
/// <param name="Programs">Programs that came to it.</param>
/// <param name="Plans">Plans, or direct answers, that merely wrote it.</param>
/// <param name="Step">Where the vote took place.</param>
public sealed record Dissent(string Value, int Programs, int Plans, int Step)
{
    private const int MaxRows = 4;

    /// <summary>The executed result; null where it was only written.</summary>
    [JsonIgnore]
    public ResultGroup? Result { get; init; }

    /// <summary>The program that gave the result; null where it was only written, or is none.</summary>
    [JsonIgnore]
    public string? Sql { get; init; }

    /// <summary>What wrote it were direct answers, and no plans.</summary>
    [JsonIgnore]
    public bool ByAnswers { get; init; }

    /// <summary>By what it is told apart from others.</summary>
    [JsonIgnore]
    public ResultKey Key { get; private init; } = ResultKey.Of(string.Empty);

    /// <summary>From an option of a vote.</summary>
    /// <param name="option">The option.</param>
    /// <param name="step">The number of the step.</param>
    /// <param name="executions">What was executed there; nothing for a vote on what plans wrote.</param>
    public static Dissent Of(VoteOption option, int step, IEnumerable<ToolResult> executions)
    {
        var (group, sql) = option.Executed is [var sample, ..]
            ? executions.Reverse()
                .Select(execution => (
                    Group: execution.Results.FirstOrDefault(result => result.Samples.Contains(sample)),
                    Sql: execution.Tool == "sql" ? execution.Samples.FirstOrDefault(each => each.Index == sample)?.Code : null))
                .FirstOrDefault(static found => found.Group is not null)
            : default;
        return new(group is null ? WithoutBars(option.Value) : TextOf(group), option.Executed.Count, option.Guessed.Count, step)
        {
            Key = group is null ? ResultKey.Of(option.Value) : ResultKey.Of(group),
            Result = group,
            Sql = sql,
        };
    }

    /// <summary>The options of a vote in their order, of which those that differ in nothing but their form are one.</summary>
    public static IReadOnlyList<Dissent> Merge(IEnumerable<Dissent> all)
    {
        List<Dissent> merged = [];
        foreach (var each in all)
        {
            var at = merged.FindIndex(other => other.Step == each.Step && other.Key.IsLike(each.Key));
            if (at < 0)
            {
                merged.Add(each);
            }
            else
            {
                merged[at] = merged[at] with { Programs = merged[at].Programs + each.Programs, Plans = merged[at].Plans + each.Plans };
            }
        }

        return merged;
    }

    /// <summary>"Porto, 1100000"; rows are parted by semicolons.</summary>
    /// <param name="group">The result.</param>
    /// <param name="show">A cell of a column by its index, as it is read; null = as it was computed.</param>
    public static string TextOf(ResultGroup group, Func<int, string, string>? show = null)
    {
        var rows = string.Join(
            "; ", group.Rows.Take(MaxRows).Select(
                row => string.Join(", ", row.Select((cell, index) => cell is null ? "NULL" : show?.Invoke(index, cell) ?? cell))));
        return group.RowCount > MaxRows ? rows + "; …" : rows;
    }

    /// <summary>What a model or a step of before wrote, without the bars of a table: rows are parted by semicolons, cells by commas.</summary>
    public static string WithoutBars(string text)
    {
        if (!text.Contains('|', StringComparison.Ordinal))
        {
            return text;
        }

        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static row => row.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(static cell => !cell.All(static c => c is '-' or ':')))
            .Select(static cells => string.Join(", ", cells))
            .Where(static row => row.Length > 0);
        return string.Join("; ", rows);
    }
}

/// <summary>What was voted for beside an answer.</summary>
/// <param name="Dissent">Results that differ, most samples first.</param>
/// <param name="InAnotherForm">Samples that the vote counted apart though they came to the answer, written in another form.</param>
/// <param name="Basis">How the answer stands to what was executed.</param>
public sealed record OtherVoices(IReadOnlyList<Dissent> Dissent, int InAnotherForm, AnswerBasis Basis)
{
    /// <summary>From the records of a run.</summary>
    public static OtherVoices Of(Outcome.Answered answered, IEnumerable<RunRecord> records)
    {
        var all = records as IReadOnlyCollection<RunRecord> ?? [.. records];
        var observed = all.OfType<Observed>().LastOrDefault(observed => observed.Step == answered.Agreement?.Step);
        var vote = all.OfType<AnswerVoted>().LastOrDefault(static vote => vote.Accepted);
        var observations = Options(observed?.Options, observed?.Step ?? 0, all);
        var answers = Options(vote?.Options, vote?.Step ?? 0, all)
            .Select(option => option with { ByAnswers = vote!.By is AnsweredBy.DirectFallback or AnsweredBy.Vote }).ToList();

        var own = ResultKey.Of(answered.Answer, answered.Columns?.Count ?? 1);
        var basis = BasisOf(answered, own, observations.Concat(observed is null ? answers : []).FirstOrDefault(), all);

        // What programs gave is told where the answer is another.
        var isOther = basis == AnswerBasis.Written && answered.Agreement is { Executed: true };
        var winner = isOther ? 0 : 1;
        List<ResultKey> same = [own, .. observations.Take(winner).Concat(answers.Take(1)).Select(static each => each.Key)];
        var (lost, others) = (observations.Skip(winner).ToList(), answers.Skip(1).ToList());
        bool IsSame(Dissent other) => same.Exists(key => key.IsLike(other.Key));
        return new(
            [
                .. Runs.Dissent.Merge(lost.Concat(others).Where(other => !IsSame(other)))
                    .OrderByDescending(static other => other.Programs + other.Plans),
            ],
            isOther ? 0
                : observed is null ? others.Where(IsSame).Sum(static other => other.Programs + other.Plans)
                : lost.Where(IsSame).Sum(static other => other.Programs),
            basis);
    }

    private static AnswerBasis BasisOf(Outcome.Answered answered, ResultKey own, Dissent? voted, IReadOnlyCollection<RunRecord> all)
    {
        if (answered.Agreement is not { Executed: true } || (answered.Agreement is { Votes: 0 } && answered.Answer.Count > 0))
        {
            return AnswerBasis.Written;
        }

        // Where nothing of the vote is recorded, there is nothing to doubt it by.
        return voted is null || own.IsLike(voted.Key) || Holds(voted.Result, answered.Answer) ? AnswerBasis.Voted
            : all.OfType<Observed>().Any(
                each => Holds(Options([.. each.Options.Take(1)], each.Step, all).FirstOrDefault()?.Result, answered.Answer)) ? AnswerBasis.Computed
            : AnswerBasis.Written;
    }

    // Of a result that is recorded in part it can't be told.
    private static bool Holds(ResultGroup? group, IReadOnlyList<string> answer) => answer.Count == 0
        || (group is not null && (group.RowCount > group.Rows.Count || IsWithin(group, answer)));

    private static bool IsWithin(ResultGroup group, IReadOnlyList<string> answer)
    {
        var cells = group.Rows.SelectMany(static row => row).Select(static cell => CellValue.Key(cell ?? string.Empty))
            .ToHashSet(StringComparer.Ordinal);
        return answer.All(value => cells.Contains(CellValue.Key(value)));
    }

    private static List<Dissent> Options(IReadOnlyList<VoteOption>? options, int step, IEnumerable<RunRecord> records) =>
    [
        .. options?.Select(option => Runs.Dissent.Of(
            option, step, records.OfType<ToolResult>().Where(execution => execution.Step == step))) ?? [],
    ];
}

/// <summary>How an answer stands to what was executed.</summary>
public enum AnswerBasis
{
    /// <summary>It is the result that the agreement counts, or a part of it.</summary>
    Voted,

    /// <summary>It is the result of another step; the agreement is of a step that it depends on.</summary>
    Computed,

    /// <summary>No program gave it: it is what the model wrote.</summary>
    Written,
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Sql;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Running;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Agents.Tools;

/// <summary>What the coder is asked.</summary>
/// <param name="KeyPrefix">The key prefix of the records: the turn, or "verify".</param>
/// <param name="Step">From 1.</param>
/// <param name="Draw">Tells the seeds of several requests at one step apart.</param>
/// <param name="Instruction">What is to be computed.</param>
/// <param name="Steps">The scratchpad.</param>
/// <param name="Samples">Programs asked.</param>
internal sealed record SqlRequest(string KeyPrefix, int Step, int Draw, string Instruction, IReadOnlyList<PromptStep> Steps, int Samples)
{
    /// <summary>Ask once more, with the errors, where no program gave a result.</summary>
    public bool Repair { get; init; } = true;

    /// <summary>Draw fewer first.</summary>
    public bool Adaptive { get; init; }

    /// <summary>The share of the samples with which a result ends the question at once, where more follows if none has it; null = there is no such
    /// share.</summary>
    public double? EndingShare { get; init; }

    /// <summary>Only programs vote, so that a result which most of them gave ends the samples still on their way; the share that it needs. Null =
    /// they are waited for.</summary>
    public double? SettledAt { get; init; }
}

/// <summary>Asks the coder for programs and runs them all; asks once more, with the errors, where none gave a result.</summary>
internal sealed class SqlTool(Run run, TimeProvider time)
{
    /// <summary>As records name it.</summary>
    public const string Name = "sql";

    private const string Begun = "```sql\nSELECT";
    private const int ShownErrors = 3;
    private const int ShownColumns = 60;

    private IReadOnlyList<string>? _joins;

    /// <summary>The result of the last round, recorded.</summary>
    public async Task<ToolResult> RunAsync(SqlRequest request, CancellationToken cancellationToken)
    {
        var first = await RoundAsync(request, $"{request.KeyPrefix}/code", $"{request.KeyPrefix}/tool", CallPurpose.Code, null, cancellationToken);
        if (!request.Repair || first.Results.Count > 0)
        {
            return first;
        }

        return await RoundAsync(
            request,
            $"{request.KeyPrefix}/repair",
            $"{request.KeyPrefix}/repair/tool",
            CallPurpose.Repair,
            first,
            cancellationToken);
    }

    private Task<ToolResult> RoundAsync(
        SqlRequest request, string callKey, string resultKey, CallPurpose purpose, ToolResult? failed, CancellationToken cancellationToken) =>
        run.Log.OnceAsync(resultKey, () => DrawAsync(request, callKey, purpose, failed, cancellationToken), cancellationToken);

    private async Task<ToolResult> DrawAsync(
        SqlRequest request, string callKey, CallPurpose purpose, ToolResult? failed, CancellationToken cancellationToken)
    {
        using var activity = AgentTelemetry.StartTool(Name, request.Step);
        var started = time.GetUtcNow();
        var executing = TimeSpan.Zero;
        List<ExecutedProgram> programs = [];
        var tokens = 0L;
        var whole = request.Instruction == run.Question.Text ? run.Question.Text : null;
        var plan = new SamplePlan(request.Samples, request.Adaptive, whole, request.Repair && failed is null, request.EndingShare);
        for (var round = 0; plan.Next(programs) is var n and > 0; round++)
        {
            var call = await run.Caller.CallAsync(
                Point(request, $"{callKey}/{round}", purpose, n, programs.Count, failed, cancellationToken)
                    with
                { IsEnough = request.SettledAt is { } share ? Settles(plan, [.. programs], share) : null },
                cancellationToken);
            tokens += call.Reply.UsageAsRecorded.OutputTokens;
            started = programs.Count == 0 ? time.GetUtcNow() : started;
            var clock = time.GetTimestamp();
            programs.AddRange(await run.Programs.RunAsync(call.Reply.Completions, programs.Count, cancellationToken));
            executing += time.GetElapsedTime(clock);
            if (call.Reply.Completions.Any(static completion => completion.Status == CompletionStatus.Unneeded))
            {
                break;
            }
        }

        var (samples, results) = ResultGroups.Of(programs, whole);
        var saved = request.Samples - programs.Count;
        AgentTelemetry.ProgramsRun(samples);
        activity?.SetStatus(results.Count > 0 ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        return new ToolResult(request.Step, Name, programs.Count, samples, results)
        {
            StartedAt = started,
            DurationMs = executing.TotalMilliseconds,
            SavedSamples = saved,
            SavedTokens = programs.Count == 0 ? 0 : saved * tokens / programs.Count,
        };
    }

    private SamplingPoint Point(
        SqlRequest request, string key, CallPurpose purpose, int n, int drawn, ToolResult? failed, CancellationToken cancellationToken) => new(
        key,
        purpose,
        request.Step,
        n,
        SeedSequence.Base(run.Question, request.Step, purpose, request.Draw) + drawn,
        run.Settings.CodeMaxTokens,
        share =>
        {
            var derived = run.Workbench.Derived(cancellationToken);
            return run.Prompts.Code(
                purpose == CallPurpose.Repair ? PromptTask.Repair : PromptTask.Code,
                derived,
                request.Steps,
                request.Instruction,
                [.. Joins(), .. failed is null ? [] : Repair(request, failed)],
                share);
        })
        { Drawn = drawn, Begun = run.Settings.BeginReplies ? Begun : null };

    // Programs are run as they come: what was run here is not run again.
    private Func<IReadOnlyList<Completion>, CancellationToken, Task<bool>> Settles(SamplePlan plan, List<ExecutedProgram> before, double share) =>
        async (completions, cancellationToken) =>
            plan.IsSettled([.. before, .. await run.Programs.RunAsync(completions, before.Count, cancellationToken)], share);

    private IReadOnlyList<string> Joins() =>
        _joins ??= run.Tables.Count > 1 ? [.. JoinHints.Find(run.Tables).Select(hint => $"How tables join: {hint.Describe()}")] : [];

    // The question and the columns that exist come first: an instruction that names others is wrong itself.
    private IEnumerable<string> Repair(SqlRequest request, ToolResult failed)
    {
        var columns = run.Tables.Select(
            table => $"{table.Name} has the columns {string.Join(", ", table.Columns.Take(ShownColumns).Select(column => $"\"{column.Name}\""))}");
        yield return $"The question is: {run.Question.Text}\n{string.Join('\n', columns)}"
            + (
                request.Instruction == run.Question.Text ? string.Empty : "\nThe instruction itself may be wrong: where it names what is not there, "
                    + "answer the question.");
        foreach (var error in Errors(failed))
        {
            yield return error;
        }
    }

    // Distinct failures with their programs; the tables above show columns, types and values.
    private static IEnumerable<string> Errors(ToolResult failed) => failed.Samples
        .DistinctBy(sample => sample.Error ?? sample.Code, StringComparer.Ordinal)
        .Take(ShownErrors)
        .Select(sample => $"Failed program: {Cut(sample.Code)}\nWhat happened: {Cut(ToolFailure.Describe(sample).ToString())}");

    private static string Cut(string text) => text.Length <= 1_500 ? text : string.Concat(text.AsSpan(0, 1_499), "…");
}

/// <summary>Why a sample gave no result, in words.</summary>
internal static partial class ToolFailure
{
    /// <summary>What the planner is told where there was nothing to carry out.</summary>
    public const string Nothing = "Nothing was found.";

    private const string NoRows = "No rows:";
    private const string Error = "Error:";

    /// <summary>Whether a text is one of these messages: none of them is ever an answer.</summary>
    public static bool IsMessage(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith(NoRows, StringComparison.OrdinalIgnoreCase)
            || trimmed.StartsWith(Error, StringComparison.OrdinalIgnoreCase)
            || trimmed.TrimEnd('.').Equals(Nothing.TrimEnd('.'), StringComparison.OrdinalIgnoreCase)
            || Told().IsMatch(trimmed);
    }

    // Copied without its beginning, or from the list of what samples gave.
    [GeneratedRegex(
        @"^(none of the \d+ programs gave|nothing in the tables meets|it ran, and no row met|no (row is left after|cell is '|paragraph of the text speaks)|"
            + @"there is no (program in the reply|page with that name)|the reply is empty|this action was already carried out|"
            + @"\d+ of \d+ (programs give|direct answers say):)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Told();

    /// <summary>Samples behind a result over samples asked, with the number of distinct programs among them.</summary>
    public static Agreement AgreementOf(ToolResult result, ResultGroup group, int step) =>
        new(group.Samples.Count, result.Asked, step, Executed: true)
        {
            Programs = result.Samples.Where(sample => group.Samples.Contains(sample.Index))
            .Select(sample => OneSpaced(sample.Code))
            .Distinct(StringComparer.Ordinal)
            .Count(),
        };

    private static string OneSpaced(string code) =>
        string.Join(' ', code.TrimEnd(';', ' ', '\n').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether the tool ran and what was asked for is not there: more than half of the samples met no row.</summary>
    public static bool IsNothing(ToolResult result) =>
        result.Results.Count == 0 && EmptyOf(result) * 2 > result.Samples.Count;

    /// <summary>Samples that ran and met no row.</summary>
    public static int EmptyOf(ToolResult? result) => result?.Samples.Count(static sample => sample.Status == ToolSampleStatus.Empty) ?? 0;

    public static Sentence Describe(ToolSample sample) => (sample.Status, Why(sample)) switch
    {
        (ToolSampleStatus.Empty, null) => "It ran, and no row met its conditions.",
        (ToolSampleStatus.Empty, { } why) => (Sentence)$"It ran, and no row met its conditions. {why}",
        (_, var why) => why ?? sample.Status.ToString(),
    };

    private static Sentence? Why(ToolSample sample) => sample.Sentence ?? (sample.Error is { } error ? (Sentence)error : null);

    /// <summary>What the planner is told where no sample gave a result.</summary>
    public static Sentence Describe(ToolResult result)
    {
        if (result.Samples.Count > 0 && result.Samples.All(sample => sample.Status == ToolSampleStatus.Empty))
        {
            var likeliest = result.Samples.GroupBy(sample => sample.Error, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count()).First().First();
            return $"No rows: nothing in the tables meets these conditions. {Why(likeliest) ?? "The spelling or the column may differ."}";
        }

        if (result.Tool != SqlTool.Name)
        {
            return $"Error: {(result.Samples is [var first, ..] ? Why(first) : null) ?? "there is no result."}";
        }

        var reason = result.Samples
            .Select(Describe)
            .GroupBy(static said => said.ToString(), StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .FirstOrDefault()?.First() ?? "there was no program";
        return $"Error: none of the {result.Asked} programs gave a result. Most often: {reason}";
    }
}

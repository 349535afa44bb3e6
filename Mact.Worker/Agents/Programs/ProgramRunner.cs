using Mact.Core.Sql;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Agents.Programs;

/// <summary>How many statements run at once on this worker: each may use a core and its share of memory.</summary>
public sealed class SqlSlots(IOptions<AgentOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.ConcurrentSql);

    /// <summary>Waits for a slot; dispose what is returned to leave it.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        return new Slot(_slots);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        private SemaphoreSlim? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Release();
    }
}

/// <summary>One program after it was run.</summary>
/// <param name="Index">Sampling index.</param>
/// <param name="Code">What was run.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Result">Its rows; null unless the status is Ok.</param>
/// <param name="Ordered">It asked for an order.</param>
/// <param name="Error">In words; null where it ran.</param>
/// <param name="ElapsedMs">Time of execution.</param>
internal sealed record ExecutedProgram(
    int Index, string Code, ToolSampleStatus Status, Table? Result, bool Ordered, Sentence? Error, double ElapsedMs)
{
    /// <summary>How it was read where it was not run as written.</summary>
    public string? Reading { get; init; }
}

/// <summary>Runs every program that a coder wrote. Equal programs are run once.</summary>
internal sealed class ProgramRunner(Workbench workbench, SqlSlots slots)
{
    private readonly Dictionary<string, ExecutedProgram> _known = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<ExecutedProgram>> RunAsync(
        IReadOnlyList<Completion> completions, int firstIndex, CancellationToken cancellationToken)
    {
        List<ExecutedProgram> programs = [];
        foreach (var completion in completions.Where(static completion => completion.Status != CompletionStatus.Unneeded))
        {
            programs.Add(await RunOneAsync(completion, firstIndex + completion.Index, cancellationToken));
        }

        return programs;
    }

    /// <summary>
    /// Those that gave no result once more: with the near columns and cells put in where they are unambiguous, else with why they gave none.
    /// </summary>
    private ExecutedProgram Near(ExecutedProgram program, CancellationToken cancellationToken)
    {
        var near = new NearReadings(
            [.. workbench.Originals, .. workbench.Derived(cancellationToken)], sql => workbench.Execute(sql, cancellationToken));
        return near.Read(program.Code) is { } read
            && Judge(program.Index, read.Sql, workbench.Execute(read.Sql, cancellationToken)) is { Status: ToolSampleStatus.Ok } found
                ? found with { Reading = read.Reading }
                : program with { Error = Sentence.Join([.. new[] { program.Error, near.Explain(program.Code) }.OfType<Sentence>()]) };
    }

    private async Task<ExecutedProgram> RunOneAsync(Completion completion, int index, CancellationToken cancellationToken)
    {
        var code = SqlExtractor.Extract(completion.Text);
        if (code is null)
        {
            var why = completion.Status switch
            {
                CompletionStatus.Empty => "The reply is empty.",
                CompletionStatus.Truncated => "The reply was cut before a program was complete.",
                CompletionStatus.Aborted => "The server gave the reply up.",
                _ => "There is no program in the reply.",
            };
            return new(index, string.Empty, ToolSampleStatus.NoCode, null, false, why, 0);
        }

        if (_known.TryGetValue(code, out var same))
        {
            return same with { Index = index, ElapsedMs = 0 };
        }

        using var slot = await slots.EnterAsync(cancellationToken);
        var program = Judge(index, code, workbench.Execute(code, cancellationToken));
        if (program.Status is ToolSampleStatus.Empty or ToolSampleStatus.Error)
        {
            program = Near(program, cancellationToken);
        }

        _known.Add(code, program);
        return program;
    }

    private static ExecutedProgram Judge(int index, string code, SqlOutcome outcome)
    {
        var elapsed = outcome.Elapsed.TotalMilliseconds;
        return outcome switch
        {
            SqlOutcome.Rows rows when IsEmpty(rows.Result) => new(index, code, ToolSampleStatus.Empty, null, rows.Ordered, null, elapsed),
            SqlOutcome.Rows rows => new(index, code, ToolSampleStatus.Ok, rows.Result, rows.Ordered, null, elapsed),
            SqlOutcome.Rejected rejected => new(index, code, ToolSampleStatus.Rejected, null, false, rejected.Sentence, elapsed),
            SqlOutcome.Error error => new(index, code, ToolSampleStatus.Error, null, false, error.Sentence, elapsed),
            SqlOutcome.TimedOut timeout =>
                new(index, code, ToolSampleStatus.TimedOut, null, false, $"It ran longer than {timeout.Limit.TotalSeconds:0.###} s.", elapsed),
            SqlOutcome.TooLarge large => new(index, code, ToolSampleStatus.TooLarge, null, false, large.Sentence, elapsed),
            _ => throw new InvalidOperationException($"{outcome.GetType()} is not a known outcome."),
        };
    }

    // An aggregate over no rows gives one NULL: that is nothing, too.
    private static bool IsEmpty(Table result)
    {
        for (var row = 0; row < result.RowCount; row++)
        {
            foreach (var cell in result.Row(row))
            {
                if (cell.Value is not null)
                {
                    return false;
                }
            }
        }

        return true;
    }
}

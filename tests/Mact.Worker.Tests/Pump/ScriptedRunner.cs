using Mact.Worker.Agents;

namespace Mact.Worker.Tests.Pump;

/// <summary>Stands for the agent: does what the test says, and counts.</summary>
internal sealed class ScriptedRunner(Func<RunContext, CancellationToken, Task<Outcome>> run) : IQuestionRunner
{
    public static readonly Outcome Answer = new Outcome.Answered(["42"], AnsweredBy.Finish, Agreement: null);

    private int _started;
    private int _running;
    private int _most;

    public int Started => Volatile.Read(ref _started);

    public int Running => Volatile.Read(ref _running);

    public int MostAtOnce => Volatile.Read(ref _most);

    /// <summary>Answers at once.</summary>
    public static ScriptedRunner Answering() => new((_, _) => Task.FromResult(Answer));

    /// <summary>Never answers; stops when told.</summary>
    public static ScriptedRunner Blocking() => new(static async (_, stop) =>
    {
        await Task.Delay(Timeout.Infinite, stop);
        return Answer;
    });

    public async Task<Outcome> RunAsync(RunContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _started);
        var now = Interlocked.Increment(ref _running);
        for (var most = MostAtOnce; now > most; most = MostAtOnce)
        {
            Interlocked.CompareExchange(ref _most, now, most);
        }

        try
        {
            return await run(context, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}

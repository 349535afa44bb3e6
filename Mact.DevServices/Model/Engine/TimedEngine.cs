using System.Runtime.CompilerServices;

namespace Mact.DevServices.Model.Engine;

/// <summary>Runs the simulation on a clock, shared by all requests at once. Its times are simulated.</summary>
internal sealed class TimedEngine(EngineSimulation simulation, double timeScale, TimeProvider time) : IEngine
{
    private readonly Lock _gate = new();
    private bool _isRunning;

    public async IAsyncEnumerable<EngineToken> RunAsync(EngineRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var simulated = new SimulatedRequest(request);
        Begin(simulated);
        try
        {
            await foreach (var token in simulated.Tokens.Reader.ReadAllAsync(cancellationToken))
            {
                yield return token;
            }
        }
        finally
        {
            lock (_gate)
            {
                simulation.Remove(simulated);
            }
        }
    }

    private void Begin(SimulatedRequest request)
    {
        lock (_gate)
        {
            simulation.Add(request);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(LoopAsync);
            }
        }
    }

    // One step after the other while there is work. Steps are due at times that add up exactly; a timer that fires late does not add up.
    private async Task LoopAsync()
    {
        var start = time.GetTimestamp();
        var due = TimeSpan.Zero;
        while (NextStep() is { } step)
        {
            due += step.Duration * timeScale;
            var wait = due - time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                // Task.Delay drops fractions of a millisecond; rounded up, no token comes early.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time);
            }

            foreach (var sequence in step.Tokens)
            {
                sequence.Request.Tokens.Writer.TryWrite(new EngineToken(sequence.Completion, sequence.Cached));
            }

            foreach (var sequence in step.Tokens.Where(static sequence => sequence.Request.IsDone))
            {
                sequence.Request.Tokens.Writer.TryComplete();
            }
        }
    }

    private EngineStep? NextStep()
    {
        lock (_gate)
        {
            _isRunning = simulation.HasWork;
            return _isRunning ? simulation.Step() : null;
        }
    }
}

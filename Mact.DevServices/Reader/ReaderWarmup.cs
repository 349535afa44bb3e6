using Mact.Core.Prompts;
using Mact.DevServices.Model;

namespace Mact.DevServices.Reader;

/// <summary>
/// Answers one question as soon as the service listens, so that the code that answers the first question of a person is compiled by then: it had been
/// half of the wait for that answer.
/// </summary>
internal sealed class ReaderWarmup(IModel model, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        PromptTable towns = new(
            "towns",
            [new("town", ColumnType.Text), new("people", ColumnType.Integer), new("founded", ColumnType.Date)],
            [["Arden", "120,400", "1911-05-01"], ["Belmore", "98,200", "1920-11-12"], ["Corin", "131,900", "1904-01-30"]],
            RowCount: 3);
        PromptEnvelope asked = new(PromptTask.Code, [towns], [], "Which town has the most people?", []);
        _ = model.Complete(new([new("user", string.Concat(PromptEnvelopeWriter.Write(asked)))], [1]), stoppingToken);
    }
}

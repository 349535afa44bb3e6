namespace Mact.Core.Models;

/// <summary>Looks at the model endpoints that a person asks for and a worker does: nobody else has their keys.</summary>
public interface IModelChecks
{
    /// <summary>Asks for a check, and waits until a worker has done it.</summary>
    Task<ModelCheckAnswer> AskAsync(CancellationToken cancellationToken);

    /// <summary>The id of a check that somebody waits for, which is the caller's to do from then on; null where none comes within the time.</summary>
    Task<string?> TakeAsync(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Tells whoever waits what was found; null: it came to nothing.</summary>
    Task AnswerAsync(string id, IReadOnlyList<ModelCheckResult>? results, CancellationToken cancellationToken);
}

/// <summary>What became of a check.</summary>
public abstract record ModelCheckAnswer
{
    private ModelCheckAnswer()
    {
    }

    /// <summary>A worker did it.</summary>
    public sealed record Done(IReadOnlyList<ModelCheckResult> Results) : ModelCheckAnswer;

    /// <summary>No worker took it.</summary>
    public sealed record NoWorker : ModelCheckAnswer;

    /// <summary>The worker that took it did not end it in time, or is gone.</summary>
    public sealed record Lost : ModelCheckAnswer;
}

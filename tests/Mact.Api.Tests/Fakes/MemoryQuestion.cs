namespace Mact.Api.Tests.Fakes;

/// <summary>A question with its journal.</summary>
internal sealed class MemoryQuestion(Question question)
{
    private readonly Lock _lock = new();
    private readonly List<StoredRecord> _records = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Question Question => question;

    public bool HasEnded => Records is [.., { Record: Finished }];

    /// <summary>Completes at the next append.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    public IReadOnlyList<StoredRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    public QuestionSummary Summary
    {
        get
        {
            var view = QuestionProjection.Project(question, Records);
            return new(view.Id, view.Question, view.Status, view.Answer, view.Agreement, view.Model, view.SubmittedAt, view.ElapsedMs)
            {
                Tables = view.Tables,
            };
        }
    }

    public void Append(RunRecord record)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _records.Add(new(_records.Count + 1, record));
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}

using System.ComponentModel;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Mact.Api.Mcp;

/// <summary>Tools over questions.</summary>
[McpServerToolType]
internal sealed class QuestionTools(
    QuestionRequestReader reader,
    SubmitHandler submit,
    Admission admission,
    IQuestionStore store,
    IQuestionQueue queue,
    RunReplies replies,
    IHttpContextAccessor http,
    IOptions<McpOptions> options,
    TimeProvider time)
{
    [McpServerTool(
        Name = "ask_tables", Title = "Ask a question of tables", ReadOnly = false, Destructive = false, Idempotent = false, OpenWorld = false,
        UseStructuredContent = true)]
    [Description(
        "Asks in plain words, waits, and gives back the answer, how many of the independent samples agree on it, the SQL that produced it, and a "
            + "link for people. Progress is reported while it runs. Where the time is over before the answer is there, status is 'running' or "
            + "'queued': ask get_run with the id later.")]
    public async Task<RunReply> AskTablesAsync(
        IProgress<ProgressNotificationValue> progress,
        [Description("What is asked, for example \"Which region sold most in 2023?\".")] string question,
        [Description("The tables it is asked of, as load_table gave them: id and name.")] IReadOnlyList<TableRef> tables,
        [Description("Paragraphs that belong to the tables: captions, definitions, an earlier question with its answer.")]
        IReadOnlyList<string>? context = null,
        [Description("Seconds to wait for the answer, at most 3600.")] int? waitSeconds = null,
        CancellationToken cancellationToken = default)
    {
        Paging.Require(nameof(waitSeconds), waitSeconds ?? options.Value.WaitSeconds, 0, McpOptions.MaxWaitSeconds);
        var request = reader.Check(
            question,
            [.. (tables ?? []).Select(static table => new QuestionTable.Stored(table?.Id ?? string.Empty, table?.Name ?? string.Empty))],
            context ?? [],
            admission.Defaults,
            new Violations());
        var (submission, _) = await submit.EnqueueAsync(request, key: null, ClientKey.Of(http.HttpContext!), cancellationToken);
        if (submission is not Submission.Accepted { Id: var id })
        {
            throw new RequestRefusedException(submit.ProblemOf(submission));
        }

        await FollowAsync(id, TimeSpan.FromSeconds(waitSeconds ?? options.Value.WaitSeconds), progress, cancellationToken);
        return await replies.ReadAsync(id, cancellationToken);
    }

    [McpServerTool(Name = "get_run", Title = "Read a run", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("A question as it stands: status, answer, agreement, SQL, what it cost, and a link for people.")]
    public Task<RunReply> GetRunAsync(
        [Description("The id that ask_tables gave back.")] string id, CancellationToken cancellationToken = default) =>
        replies.ReadAsync(id ?? string.Empty, cancellationToken);

    /// <summary>Reports what happens until the question ends or the time is over. Who gives up waiting cancels it: nobody would read the
    /// answer.</summary>
    private async Task FollowAsync(string id, TimeSpan wait, IProgress<ProgressNotificationValue> progress, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var asked = await QuestionReader.RequireAsync(store, id, cancellationToken);
        List<StoredRecord> seen = [];
        string? said = null;
        try
        {
            await foreach (var record in store.WatchAsync(id, 0, either.Token))
            {
                seen.Add(record);
                var view = QuestionProjection.Project(asked, seen);
                var message = view.Message ?? RunReplies.NameOf(view.Status);
                if (message != said)
                {
                    said = message;
                    progress.Report(new() { Progress = record.Sequence, Message = message });
                }
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The question goes on; the reply says where it stands.
        }
        catch (OperationCanceledException)
        {
            await queue.CancelAsync(id, CancellationToken.None);
            throw;
        }
    }
}

using System.ComponentModel;
using System.Net.Mime;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Core.Questions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Mact.Api.Mcp;

/// <summary>Runs as resources: <c>mact://runs/{id}</c>.</summary>
[McpServerResourceType]
internal sealed class RunResources(IQuestionStore store)
{
    private const string Scheme = "mact://runs/";
    private const int PageSize = 50;

    /// <summary>The URI of a run.</summary>
    public static string UriOf(string id) => Scheme + id;

    /// <summary>The whole run: the question, how it ended, and every record of it.</summary>
    [McpServerResource(UriTemplate = Scheme + "{id}", Name = "run", Title = "A run", MimeType = MediaTypeNames.Application.Json)]
    [Description("A question with its answer, agreement and SQL, and every record of how it was reached.")]
    public async Task<string> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var view = await QuestionReader.FindViewAsync(store, id, cancellationToken)
            ?? throw new RequestRefusedException(KnownProblems.QuestionNotFound(id));
        var run = JsonSerializer.SerializeToNode(view, MactJson.Relaxed.QuestionView)!.AsObject();
        var records = await store.ReadRecordsAsync(id, 0, cancellationToken);
        run["records"] = JsonSerializer.SerializeToNode(records, MactJson.Relaxed.IReadOnlyListStoredRecord);
        return run.ToJsonString(MactJson.Relaxed.Options);
    }

    /// <summary>The latest questions, newest first, page by page.</summary>
    public static async ValueTask<ListResourcesResult> ListAsync(
        RequestContext<ListResourcesRequestParams> request, CancellationToken cancellationToken)
    {
        var store = request.Services!.GetRequiredService<IQuestionStore>();
        var before = request.Params?.Cursor;
        var page = await store.ListAsync(before is not null && QuestionReader.IsId(before) ? before : null, PageSize, cancellationToken);
        return new()
        {
            Resources =
            [
                .. page.Select(static question => new Resource
                {
                    Uri = UriOf(question.Id),
                    Name = question.Id,
                    Title = question.Text,
                    Description = question.Answer.Count > 0 ? string.Join(", ", question.Answer) : RunReplies.NameOf(question.Status),
                    MimeType = MediaTypeNames.Application.Json,
                }),
            ],
            NextCursor = page.Count == PageSize ? page[^1].Id : null,
        };
    }
}

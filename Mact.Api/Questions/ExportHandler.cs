using System.Net.Mime;
using Mact.Api.Tables;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mact.Api.Questions;

/// <summary><c>GET /questions/{id}/export</c>.</summary>
internal static class ExportHandler
{
    /// <summary>Everything is read before the first byte is sent, so that a fault is a problem and not half a file.</summary>
    public static async Task<PushStreamHttpResult> ExportAsync(string id, IQuestionStore store, CancellationToken cancellationToken)
    {
        var question = await QuestionReader.RequireAsync(store, id, cancellationToken);
        var records = await store.ReadRecordsAsync(id, 0, cancellationToken);
        string[] hashes = [.. records
            .Select(static stored => stored.Record)
            .OfType<ModelCall>()
            .SelectMany(static call => call.Prompt)
            .SelectMany(static message => message.Parts)
            .Distinct(StringComparer.Ordinal)];
        var prompts = await store.ReadPromptPartsAsync(hashes, cancellationToken);
        List<(TableRef Reference, Table Table)> tables = [];
        foreach (var reference in question.Tables)
        {
            tables.Add((reference, await TableStorage.FindAsync(store, reference.Id, reference.Name, cancellationToken)));
        }

        var export = new RunExport(question, records, prompts, tables);
        return TypedResults.Stream(stream => export.WriteAsync(stream, cancellationToken), MediaTypeNames.Application.Json, $"mact-{id}.json");
    }
}

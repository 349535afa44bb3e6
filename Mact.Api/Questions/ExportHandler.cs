using System.Net.Mime;
using Mact.Api.Tables;
using Mact.Core.Questions;
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
        List<RunFileTable> tables = [];
        foreach (var reference in question.Tables)
        {
            var table = await TableStorage.FindAsync(store, reference.Id, reference.Name, cancellationToken);
            tables.Add(new(reference.Id, reference.Name, table.Columns, CellTexts.Window(table, 0, table.RowCount)));
        }

        // A file goes from hand to hand, and a link too: who asked is not in it.
        var file = new RunFile(RunFile.KnownVersion, question with { Client = string.Empty }, records, prompts, tables);
        return TypedResults.Stream(stream => file.WriteAsync(stream, cancellationToken), MediaTypeNames.Application.Json, $"mact-{id}.json");
    }
}

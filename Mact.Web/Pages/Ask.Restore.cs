using Microsoft.JSInterop;

namespace Mact.Web.Pages;

/// <summary>What the tab keeps of the form, brought back.</summary>
public sealed partial class Ask
{
    // What was entered before a reload; an address that names a question is stronger.
    private async Task RestoreAsync()
    {
        if (
            !string.IsNullOrEmpty(From)
                || await Js.InvokeAsync<string?[]?>("mact.keptDraft", Leaving) is not [var draft, var question, var context])
        {
            return;
        }

        _form.Question = question ?? string.Empty;
        _form.Context = context ?? string.Empty;
        if (AskDraft.Read(draft) is not { } kept)
        {
            return;
        }

        _form.Take(kept.Options);
        TurnToUsual();
        var books = kept.Workbooks ?? [];
        (_problem, _unrestored) = (null, false);
        _gone.Clear();
        Dictionary<string, TableDraft> found = new(StringComparer.Ordinal);
        foreach (var table in kept.Tables.Concat(books.SelectMany(static book => book.Sheets)).DistinctBy(PlaceOf))
        {
            if (await FindAsync(table) is { } restored)
            {
                found.Add(PlaceOf(table), restored);
            }
        }

        if (_problem is not null)
        {
            _unrestored = true;
            return;
        }

        _form.Tables.AddRange(Of(kept.Tables));
        _form.Workbooks.AddRange(books.Select(book => new Workbook(book.Name, Of(book.Sheets), book.Skipped)));
        await DescribeAsync();

        // A chosen sheet stands in the draft twice.
        static string PlaceOf(AskDraftTable table) => $"{table.Source} {table.Id} {table.Name}";

        List<TableDraft> Of(IReadOnlyList<AskDraftTable> tables) =>
            [.. tables.Select(table => found.GetValueOrDefault(PlaceOf(table))).OfType<TableDraft>()];
    }

    private async Task<TableDraft?> FindAsync(AskDraftTable table)
    {
        var stored = await Api.FindTableAsync(table.Source, Leaving);
        if (stored is ApiResult<TableInfo>.Failed { Problem: { IsNotFound: false } problem })
        {
            _problem = problem;
            return null;
        }

        if ((stored as ApiResult<TableInfo>.Ok)?.Value is not { } info && (info = await SendAgainAsync(table)) is null)
        {
            _gone.Add(table.Name);
            return null;
        }

        var told = table.Key is { } key ? await Js.InvokeAsync<UploadedTable?>("mact.told", Leaving, key, info.Id) : null;
        var draft = new TableDraft(info, table.Name, told ?? UploadedTable.Of(info), table.Reading) { Key = table.Key };
        if (table.Id != table.Source && await FindCorrectedAsync(info.Id, table) is { } corrected)
        {
            draft.Correct(corrected, table.HeaderRow, table.Types);
        }

        return draft;
    }

    private async Task<TableInfo?> FindCorrectedAsync(string source, AskDraftTable table)
    {
        var found = await Api.FindTableAsync(table.Id, Leaving);
        if (found is ApiResult<TableInfo>.Failed { Problem.IsNotFound: true })
        {
            found = await Api.CorrectAsync(source, new(table.Name, table.HeaderRow, table.Types), Leaving);
        }

        _problem = (found as ApiResult<TableInfo>.Failed)?.Problem;
        return (found as ApiResult<TableInfo>.Ok)?.Value;
    }

    // Its time is over, or the store began anew: the browser still has what it was read from.
    private async Task<TableInfo?> SendAgainAsync(AskDraftTable table) =>
        table.Key is { } key
            && await UploadReply.ReadAgainAsync(Js, key, table.Name, table.Reading ?? ReadingOptions.None, Leaving) is { Tables: [var told, ..] }
            && await Api.FindTableAsync(told.Id, Leaving) is ApiResult<TableInfo>.Ok { Value: var info }
            ? info
            : null;
}

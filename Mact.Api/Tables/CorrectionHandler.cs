using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Core.Questions;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tables;

/// <summary><c>POST /tables/{id}/corrections</c>: reads the original texts of a stored table again and stores what comes of it as a table of its own.</summary>
internal static class CorrectionHandler
{
    private const int MaxBodyBytes = 256 * 1024;

    public static async Task<Created<TableInfo>> CorrectAsync(
        string id, HttpRequest request, IQuestionStore store, IOptions<TableLimits> limits, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, ApiJson.Default.CorrectionRequest, MaxBodyBytes, cancellationToken);
        if (body.HeaderRow is < 0)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidHeaderRow, "The header row is not a row number", "Give 1 for the first row, 2 for the next, or 0 where the source has no header."));
        }

        var table = await TableStorage.FindAsync(store, id, body.Name, cancellationToken);
        var types = body.Types?.Select(static type => TableOverrides.ParseType(type ?? string.Empty)).ToArray();
        var settings = TableOverrides.ParseSettings(body.NumberFormat, body.DateOrder);
        var corrected = TableRebuilder.Apply(new TableReading.Success(table, []), new TableOverrides(body.Name, Sheet: null, body.HeaderRow, types, settings), limits.Value);
        var stored = await TableStorage.PutAsync(store, TableStorage.Require(corrected), cancellationToken);
        return TypedResults.Created($"/tables/{stored.Id}", stored);
    }
}

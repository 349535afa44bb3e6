using Mact.Api.Http;
using Mact.Core.Questions;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tables;

/// <summary><c>POST /tables/profile</c>.</summary>
internal static class ProfileHandler
{
    private const int MaxBodyBytes = 64 * 1024;

    public static async Task<Ok<TablesReport>> ProfileAsync(
        HttpRequest request, IQuestionStore store, IOptions<TableLimits> limits, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, ApiJson.Default.ProfileBody, MaxBodyBytes, cancellationToken);
        var tables = await TableReferences.FindAsync(store, body.Tables, limits.Value, cancellationToken);
        var joins = tables.Count > 1 ? JoinHints.Find(tables) : [];
        return TypedResults.Ok(new TablesReport([.. tables.Select(TableReport.Of)], [.. joins.Select(Suggest)]));
    }

    private static SuggestedJoin Suggest(JoinHint hint) => new(
        $"{hint.Table}.{hint.Column}", $"{hint.OtherTable}.{hint.OtherColumn}", hint.Shared, hint.Distinct, !hint.IsUnique && !hint.OtherIsUnique, hint.Score);
}

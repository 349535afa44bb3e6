using Mact.DevServices.Model.Faults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mact.DevServices.Model.Http;

/// <summary>Routes under <c>/stand-in</c> for tests and chaos checks; no vLLM has them, and nothing is in their way.</summary>
internal sealed class ControlEndpoints(RequestLog log, FaultSelector faults)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/stand-in");
        group.MapGet("/requests", () => TypedResults.Json(Requests(), ControlJsonContext.Default.RequestReport));
        group.MapDelete("/requests", () =>
        {
            log.Clear();
            return TypedResults.NoContent();
        });
        group.MapPut("/faults", ReplaceFaultsAsync);
    }

    private RequestReport Requests() => new(log.Total, log.Disconnects, log.ByBody, log.Entries);

    private async Task<Results<NoContent, BadRequest<string>>> ReplaceFaultsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var rules = await request.ReadFromJsonAsync(ControlJsonContext.Default.FaultRuleArray, cancellationToken);
        try
        {
            faults.Replace(rules ?? []);
            return TypedResults.NoContent();
        }
        catch (ArgumentException unknown)
        {
            return TypedResults.BadRequest(unknown.Message);
        }
    }
}

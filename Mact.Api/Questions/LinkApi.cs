using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Client.Access;
using Mact.Core.Access;
using Mact.Core.Questions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mact.Api.Questions;

/// <summary>
/// <c>/questions/{id}/link</c> and <c>/links/{token}</c>: a run is shared by a link with a random token of its own, with whoever may read here at
/// all; off until made, over when revoked.
/// </summary>
internal static class LinkApi
{
    public static void MapLinks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("").WithTags("Links")
            .ProducesProblems(StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/questions/{id}/link", ReadAsync)
            .WithName("ReadLink")
            .WithSummary("Whether there is a link to the run");
        group.MapPost("/questions/{id}/link", MakeAsync)
            .WithName("MakeLink")
            .WithSummary("Share the run by a link; its token is told this once, and an earlier link leads nowhere from then on");
        group.MapDelete("/questions/{id}/link", RevokeAsync)
            .WithName("RevokeLink")
            .WithSummary("End the sharing of the run")
            .WithMetadata(new RequiredScope(Scopes.Ask));
        group.MapGet(AuditLog.LinkPath + "/{token}", OpenAsync)
            .WithName("OpenLink")
            .WithSummary("The run that a link leads to, as a run file");
    }

    private static async Task<Ok<RunLink>> ReadAsync(string id, IQuestionStore store, ILinkStore links, CancellationToken cancellationToken)
    {
        await QuestionReader.RequireAsync(store, id, cancellationToken);
        return TypedResults.Ok(new RunLink(await links.MadeAtAsync(id, cancellationToken)));
    }

    private static async Task<Created<RunLink>> MakeAsync(
        string id, IQuestionStore store, ILinkStore links, TimeProvider time, CancellationToken cancellationToken)
    {
        await QuestionReader.RequireAsync(store, id, cancellationToken);
        var link = new RunLink(time.GetUtcNow(), ApiKeySecret.Random());
        await links.AddAsync(ApiKeySecret.HashOf(link.Token!), id, link.MadeAt!.Value, cancellationToken);
        return TypedResults.Created($"/links/{link.Token}", link);
    }

    private static async Task<Results<NoContent, ProblemResult>> RevokeAsync(
        string id, IQuestionStore store, ILinkStore links, CancellationToken cancellationToken)
    {
        await QuestionReader.RequireAsync(store, id, cancellationToken);
        return await links.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : NotFound();
    }

    private static async Task<IResult> OpenAsync(
        string token, IQuestionStore store, ILinkStore links, AuditLog audit, CurrentPerson current, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(ApiKeySecret.HashOf(token), cancellationToken) is not { } id)
        {
            return NotFound();
        }

        if (current.Now is { } person)
        {
            await audit.NoteAsync(person, "opened a link to", id, cancellationToken);
            CurrentPerson.ActFor(Person.Link);
        }

        return await store.FindAsync(id, cancellationToken) is null ? NotFound() : await ExportHandler.ExportAsync(id, store, cancellationToken);
    }

    private static ProblemResult NotFound() => ProblemResult.NotFound(
        ProblemCodes.LinkNotFound, "There is no such link", "The link was cut, or revoked, or its run was deleted.");
}

using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Core.Questions;
using Microsoft.Extensions.Options;

namespace Mact.Api.Mcp;

/// <summary>A run as a program is told of it.</summary>
/// <param name="Id">Of the question; <c>get_run</c> takes it.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Status">queued, running, waiting, answered, notEnoughAgreement, halted, failed or cancelled.</param>
/// <param name="Answer">The values, row by row where there are several columns; empty where there is none, or no row meets the question.</param>
/// <param name="Columns">The names of the answer's columns; null for a value or a list.</param>
/// <param name="Agreement">In words: "4 of 5 samples gave this result", "one rule, no vote"; null where nothing was voted on.</param>
/// <param name="AgreementShare">The same from 0 to 1; null where nothing was voted on.</param>
/// <param name="Dissent">What other samples found, where it differs in more than its form.</param>
/// <param name="Sql">The program whose result is the answer; null where there is none.</param>
/// <param name="Message">What is to be said beside the answer, or why there is none.</param>
/// <param name="InputTokens">Prompt tokens of all calls.</param>
/// <param name="OutputTokens">Completion tokens of all calls.</param>
/// <param name="ElapsedMs">Milliseconds from the submission to the last record.</param>
/// <param name="Link">For people: votes, evidence, cost.</param>
/// <param name="Resource">The URI of the run as a resource.</param>
internal sealed record RunReply(
    string Id,
    string Question,
    QuestionStatus Status,
    IReadOnlyList<string> Answer,
    IReadOnlyList<string>? Columns,
    string? Agreement,
    double? AgreementShare,
    IReadOnlyList<Dissent> Dissent,
    string? Sql,
    string? Message,
    long InputTokens,
    long OutputTokens,
    double ElapsedMs,
    string Link,
    string Resource);

/// <summary>Runs out of the store, with links that a person can follow.</summary>
internal sealed class RunReplies(IQuestionStore store, IHttpContextAccessor http, IOptions<McpOptions> options)
{
    /// <summary>A run as it stands.</summary>
    /// <exception cref="RequestRefusedException">There is none.</exception>
    public async Task<RunReply> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var view = await QuestionReader.FindViewAsync(store, id, cancellationToken)
            ?? throw new RequestRefusedException(KnownProblems.QuestionNotFound(id));
        return new(
            view.Id,
            view.Question,
            view.Status,
            view.Answer,
            view.Columns,
            view.ByStandIn ? "one rule, no vote" : Describe(view),
            view.ByStandIn ? null : view.Agreement?.Share,
            view.Dissent,
            view.Sql,
            view.Message,
            view.Usage.InputTokens,
            view.Usage.OutputTokens,
            view.ElapsedMs,
            LinkTo(view.Id),
            RunResources.UriOf(view.Id));
    }

    /// <summary>A status as the Api writes it.</summary>
    public static string NameOf(QuestionStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private string LinkTo(string id)
    {
        var request = http.HttpContext?.Request;
        var page = options.Value.PageAddress?.ToString() ?? $"{request?.Scheme}://{request?.Host}{request?.PathBase}";
        return $"{page.TrimEnd('/')}{QuestionLinks.Self(id)}";
    }

    private static string? Describe(QuestionView view) => view.Agreement switch
    {
        null => null,
        { Executed: true } other when view.Basis is AnswerBasis.Computed =>
            $"{other.Votes} of {other.Of} samples gave the result of step {other.Step}, on which this answer rests",
        { Executed: true } other when view.Basis is AnswerBasis.Written =>
            $"{other.Votes} of {other.Of} samples agree on step {other.Step}; no program gave this answer itself, the model wrote it",
        var agreement => $"{agreement.Votes} of {agreement.Of} samples gave this result{(
                agreement.Executed ? " by running their SQL" : string.Empty)}{(
                agreement.Programs is { } programs and > 1 ? $", written in {programs} different ways" : string.Empty)}{(
                view.InAnotherForm > 0 ? $"; {view.InAnotherForm} more gave it in another form" : string.Empty)}",
    };
}

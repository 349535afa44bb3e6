using System.Text;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Api.Tables;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Mact.Api.Questions;

/// <summary>Reads the body of <c>POST /questions</c>, as JSON or as a form, and checks it as a whole.</summary>
internal sealed class QuestionRequestReader(IOptions<TableLimits> tableLimits, IOptions<RequestLimits> requestLimits)
{
    private static readonly string[] Fields = ["question", "tables", "context", "options"];

    private readonly TableLimits _tables = tableLimits.Value;
    private readonly RequestLimits _limits = requestLimits.Value;

    /// <summary>Reads and checks a request.</summary>
    /// <exception cref="RequestRefusedException">The request is malformed (400), too large (413) or of another kind (415).</exception>
    public async Task<CheckedQuestion> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        if (FormBody.IsForm(type))
        {
            return await FromFormAsync(await FormBody.ReadAsync(request, _limits.MaxRequestBytes, _tables.MaxBytes, cancellationToken), cancellationToken);
        }

        if (!JsonBody.IsJson(type))
        {
            throw new RequestRefusedException(KnownProblems.UnsupportedMediaType(request.ContentType));
        }

        using var document = JsonBody.Parse(await BoundedBody.ReadAsync(request.Body, request.ContentLength, _limits.MaxRequestBytes, cancellationToken));
        return FromJson(document.RootElement);
    }

    private CheckedQuestion FromJson(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.BadRequest, "The body is not an object", "Send {\"question\": …, \"tables\": […], \"context\"?: …, \"options\"?: {…}}."));
        }

        var violations = new Violations();
        foreach (var name in root.EnumerateObject().Select(JsonBody.Name).Where(static name => !Fields.Contains(name, StringComparer.Ordinal)))
        {
            var shown = KnownProblems.Shorten(name);
            violations.Add(shown, ProblemCodes.UnknownField, "There is no such field", $"'{shown}' is no field of a question. The fields are: {string.Join(", ", Fields)}.");
        }

        var text = root.TryGetProperty("question", out var question) && question.ValueKind == JsonValueKind.String ? JsonBody.Text(question) : string.Empty;
        var context = root.TryGetProperty("context", out var paragraphs) ? ReadContext(paragraphs, violations) : [];
        var options = OptionsReader.Read(root.TryGetProperty("options", out var given) ? given : default, violations);
        var tables = root.TryGetProperty("tables", out var list) ? QuestionTables.Read(list, _tables, violations) : [];
        return Check(text, tables, context, options, violations);
    }

    private async Task<CheckedQuestion> FromFormAsync(FormBody form, CancellationToken cancellationToken)
    {
        var violations = new Violations();
        using var options = JsonBody.Parse(Encoding.UTF8.GetBytes(form.Field("options") ?? "null"));
        using var references = JsonBody.Parse(Encoding.UTF8.GetBytes(form.Field("tables") ?? "[]"));
        var tables = QuestionTables.Read(references.RootElement, _tables, violations);
        var uploaded = new List<SourceReading>();
        foreach (var file in form.Files)
        {
            uploaded.AddRange((await TableSource.ReadAsync(file, TableOverrides.None, _tables, cancellationToken)).Readings);
        }

        return Check(
            form.Field("question") ?? string.Empty,
            QuestionTables.AddUploads(tables, uploaded),
            [.. form.All("context").Select(static paragraph => paragraph.Trim()).Where(static paragraph => paragraph.Length > 0)],
            OptionsReader.Read(options.RootElement, violations),
            violations);
    }

    private CheckedQuestion Check(
        string text, IReadOnlyList<QuestionTable> tables, IReadOnlyList<string> context, QuestionOptions options, Violations violations)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            violations.Add("question", ProblemCodes.EmptyQuestion, "There is no question", "Give \"question\": a text that says what you want to know of the tables.");
        }
        else if (text.Length > _limits.MaxQuestionLength)
        {
            violations.Add(
                "question",
                ProblemCodes.QuestionTooLong,
                "The question is too long",
                $"It has {text.Length} characters; at most {_limits.MaxQuestionLength} are taken. Put background into \"context\".");
        }

        var length = context.Sum(static paragraph => (long)paragraph.Length);
        if (length > _limits.MaxContextLength)
        {
            violations.Add(
                "context", ProblemCodes.ContextTooLong, "The context is too long", $"It has {length} characters; at most {_limits.MaxContextLength} are taken.");
        }

        QuestionTables.Check(tables, _tables, violations);
        violations.ThrowIfAny();
        return new(text, tables, context, options);
    }

    private static IReadOnlyList<string> ReadContext(JsonElement context, Violations violations)
    {
        switch (context.ValueKind)
        {
            case JsonValueKind.Null:
                return [];
            case JsonValueKind.String:
                return JsonBody.Text(context).Trim() is { Length: > 0 } text ? [text] : [];
            case JsonValueKind.Array when context.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String):
                return [.. context.EnumerateArray().Select(static item => JsonBody.Text(item).Trim()).Where(static item => item.Length > 0)];
            default:
                violations.Add("context", ProblemCodes.InvalidContext, "The context is not text", "\"context\" must be a text or an array of texts.");
                return [];
        }
    }
}

using System.Text;
using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Tables;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Mact.Api.Questions;

/// <summary>Reads the body of <c>POST /questions</c>, as JSON or as a form, and checks it as a whole.</summary>
internal sealed class QuestionRequestReader(
    IOptions<TableLimits> tableLimits, IOptions<RequestLimits> requestLimits, Admission admission)
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
            return await FromFormAsync(
                await FormBody.ReadAsync(request, _limits.MaxRequestBytes, _tables.MaxBytes, cancellationToken), cancellationToken);
        }

        if (!JsonBody.IsJson(type))
        {
            throw new RequestRefusedException(KnownProblems.UnsupportedMediaType(request.ContentType));
        }

        var bytes = await BoundedBody.ReadAsync(request.Body, request.ContentLength, _limits.MaxRequestBytes, cancellationToken);
        return bytes.Length > BodyPlaces.Small ? await OwnThread.RunAsync(() => FromJson(bytes)) : FromJson(bytes);
    }

    private CheckedQuestion FromJson(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonBody.Parse(utf8);
        return FromJson(document.RootElement);
    }

    private CheckedQuestion FromJson(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.BadRequest,
                "The body is not an object",
                "Send {\"question\": …, \"tables\": […], \"context\"?: …, \"options\"?: {…}}."));
        }

        var violations = new Violations();
        foreach (var name in root.EnumerateObject().Select(JsonBody.Name).Where(static name => !Fields.Contains(name, StringComparer.Ordinal)))
        {
            var shown = KnownProblems.Shorten(name);
            violations.Add(
                shown,
                ProblemCodes.UnknownField,
                "There is no such field",
                $"'{shown}' is not a field of a question. The fields are: {string.Join(", ", Fields)}.");
        }

        var text = root.TryGetProperty("question", out var question) && question.ValueKind == JsonValueKind.String
            ? JsonBody.Text(question)
            : string.Empty;
        var context = root.TryGetProperty("context", out var paragraphs) ? ReadContext(paragraphs, violations) : [];
        var options = OptionsReader.Read(root.TryGetProperty("options", out var given) ? given : default, violations, admission.Defaults);
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
            OptionsReader.Read(options.RootElement, violations, admission.Defaults),
            violations);
    }

    /// <summary>Checks a question as a whole.</summary>
    /// <exception cref="RequestRefusedException">Something is missing, too long or too much (400).</exception>
    public CheckedQuestion Check(
        string text, IReadOnlyList<QuestionTable> tables, IReadOnlyList<string> context, QuestionOptions options, Violations violations)
    {
        text = text?.Trim() ?? string.Empty;
        if (text.Length == 0)
        {
            violations.Add(
                "question",
                ProblemCodes.EmptyQuestion,
                "There is no question",
                "Give \"question\": a text that says what you want to know of the tables.");
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
                "context",
                ProblemCodes.ContextTooLong,
                "The context is too long",
                $"It has {length} characters or more; at most {_limits.MaxContextLength} are taken.");
        }

        QuestionTables.Check(tables, _tables, violations);
        violations.ThrowIfAny();
        return new(text, tables, context, options);
    }

    private IReadOnlyList<string> ReadContext(JsonElement context, Violations violations)
    {
        switch (context.ValueKind)
        {
            case JsonValueKind.Null:
                return [];
            case JsonValueKind.String:
                return JsonBody.Text(context).Trim() is { Length: > 0 } text ? [text] : [];
            case JsonValueKind.Array when context.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String):
                // One longer than is taken is long enough; Check says so.
                var length = 0L;
                return
                [
                    .. context.EnumerateArray().Select(static item => JsonBody.Text(item).Trim()).Where(static item => item.Length > 0)
                        .TakeWhile(item => (length += item.Length) - item.Length <= _limits.MaxContextLength),
                ];
            default:
                violations.Add("context", ProblemCodes.InvalidContext, "The context is not text", "\"context\" must be a text or an array of texts.");
                return [];
        }
    }
}

/// <summary>A request to answer a question, read and checked.</summary>
/// <param name="Text">What is asked, trimmed.</param>
/// <param name="Tables">At least one, with different names.</param>
/// <param name="Context">Paragraphs that belong to the tables.</param>
/// <param name="Options">Within their ranges.</param>
internal sealed record CheckedQuestion(string Text, IReadOnlyList<QuestionTable> Tables, IReadOnlyList<string> Context, QuestionOptions Options);

/// <summary>A table of a request: its rows, or where they are stored. Closed.</summary>
internal abstract record QuestionTable
{
    private QuestionTable()
    {
    }

    /// <summary>The name that SQL uses.</summary>
    public abstract string Name { get; }

    /// <summary>The rows came with the request.</summary>
    public sealed record Inline(TableReading.Success Reading) : QuestionTable
    {
        /// <inheritdoc/>
        public override string Name => Reading.Table.Name;
    }

    /// <summary>The rows are stored already.</summary>
    public sealed record Stored(string Id, string As) : QuestionTable
    {
        /// <inheritdoc/>
        public override string Name => As;
    }
}

/// <summary>Reads and checks the tables of a question.</summary>
internal static class QuestionTables
{
    /// <summary>From <c>[{"name", "columns", "rows"} | {"id", "name"}]</c>.</summary>
    /// <exception cref="RequestRefusedException">A table cannot be read (400) or is too large (413).</exception>
    public static IReadOnlyList<QuestionTable> Read(JsonElement list, TableLimits limits, Violations violations)
    {
        if (list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            violations.Add("tables", ProblemCodes.InvalidTable, "The tables are not a list", "\"tables\" must be an array of tables.");
            return [];
        }

        // Reading far more tables than may be asked of would only cost time; Check says the rest.
        return [.. list.EnumerateArray()
            .Take(limits.MaxTables + 1)
            .Select((table, index) => ReadOne(table, index, limits, violations))
            .OfType<QuestionTable>()];
    }

    /// <summary>Adds files; one whose name is taken gets another, and that is said.</summary>
    /// <exception cref="RequestRefusedException">A file cannot be read (400) or is too large (413).</exception>
    public static IReadOnlyList<QuestionTable> AddUploads(IReadOnlyList<QuestionTable> tables, IEnumerable<SourceReading> uploads)
    {
        List<QuestionTable> all = [.. tables];
        var taken = new HashSet<string>(tables.Select(static table => table.Name), StringComparer.OrdinalIgnoreCase);
        var readings = uploads.ToList();
        var readable = readings.FindAll(static source => source.Reading is TableReading.Success);

        // An empty sheet beside a full one is no reason to refuse; nothing but refusals is.
        foreach (var source in readable.Count > 0 ? readable : readings)
        {
            var success = TableStorage.Require(source.Reading);
            var name = SafeNames.Unique(success.Table.Name, taken);
            all.Add(new QuestionTable.Inline(name == success.Table.Name
                ? success
                : new(success.Table.WithName(name), [.. success.Repairs, new("tableRenamed", $"The name \"{success.Table.Name}\" is taken; this "
                    + $"table is called \"{name}\".")])));
        }

        return all;
    }

    /// <summary>Notes missing tables, too many of them, and equal names.</summary>
    public static void Check(IReadOnlyList<QuestionTable> tables, TableLimits limits, Violations violations)
    {
        if (tables.Count == 0)
        {
            violations.Add(
                "tables",
                ProblemCodes.NoTable,
                "There is no table",
                "Give \"tables\" with at least one of {\"name\", \"columns\", \"rows\"} or {\"id\", \"name\"}, or add a file to the form.");
        }

        if (tables.Count > limits.MaxTables)
        {
            violations.Add(
                "tables", ProblemCodes.TooManyTables, "There are too many tables", $"At most {limits.MaxTables} tables are taken for one question.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, table) in tables.Index())
        {
            if (!names.Add(table.Name))
            {
                violations.Add(
                    $"tables[{index}].name",
                    ProblemCodes.DuplicateTableName,
                    "Two tables have the same name",
                    $"'{KnownProblems.Shorten(table.Name)}' is the name of two tables (upper and lower case count as the same). Rename one of them.");
            }
        }
    }

    private static QuestionTable? ReadOne(JsonElement element, int index, TableLimits limits, Violations violations)
    {
        var path = $"tables[{index}]";
        if (element.ValueKind != JsonValueKind.Object)
        {
            violations.Add(
                path,
                ProblemCodes.InvalidTable,
                "A table is not an object",
                $"{path} must be {{\"name\", \"columns\", \"rows\"}} or {{\"id\", \"name\"}}.");
            return null;
        }

        var name = JsonTable.NameOf(element) ?? $"table{index + 1}";
        if (JsonTable.IsTable(element))
        {
            return new QuestionTable.Inline(TableStorage.Require(JsonTable.Read(element, path, name, limits)));
        }

        if (element.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
        {
            return new QuestionTable.Stored(JsonBody.Text(id), SafeNames.ForTable(name));
        }

        violations.Add(
            path, ProblemCodes.InvalidTable, "A table has no rows", $"{path} has neither \"columns\" and \"rows\" nor the \"id\" of a stored table.");
        return null;
    }
}

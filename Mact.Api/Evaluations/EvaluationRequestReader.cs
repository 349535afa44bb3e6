using System.Text.Json;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Api.Tables;
using Mact.Core.Questions;
using Mact.Core.Tables;
using Mact.Evaluation.DataSets;
using Microsoft.Extensions.Options;

namespace Mact.Api.Evaluations;

/// <summary>Reads the body of <c>POST /evaluations</c>: <c>{name?, fileName?, format?, data, tables?, strategies?, arms?, options?, repeats?,
/// limit?}</c>, or of a replay.</summary>
internal sealed class EvaluationRequestReader(
    IOptions<RequestLimits> limits,
    IOptions<TableLimits> tableLimits,
    IQuestionStore store,
    ReplayRequestReader replays,
    Admission admission,
    TimeProvider time)
{
    private const int MaxItems = 100_000;
    private const int MaxRows = 200_000;
    private const int MaxRepeats = 100;
    private const int MaxArms = 32;
    private const int MaxArmName = 60;
    private static readonly string[] Fields =
    [
        "name", "fileName", "format", "data", "tables", "strategies", "arms", "options", "repeats", "limit", "replayOf",
    ];

    /// <summary>Reads and checks a request. Its data set may have no row that can be asked.</summary>
    /// <exception cref="RequestRefusedException">It is malformed (400), too large (413) or no JSON (415).</exception>
    public async Task<CheckedEvaluation> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new RequestRefusedException(KnownProblems.UnsupportedMediaType(request.ContentType));
        }

        var bytes = await BoundedBody.ReadAsync(request.Body, request.ContentLength, limits.Value.MaxRequestBytes, cancellationToken);
        return bytes.Length > BodyPlaces.Small
            ? await OwnThread.RunAsync(() => ReadAsync(bytes, cancellationToken))
            : await ReadAsync(bytes, cancellationToken);
    }

    private async Task<CheckedEvaluation> ReadAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        using var document = JsonBody.Parse(utf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refuse("The body is not an object", "Send {\"data\": \"<lines of JSON>\", \"strategies\"?: [\"agent\"], \"options\"?: {…}}.");
        }

        if (root.EnumerateObject().Select(JsonBody.Name).FirstOrDefault(static name => !Fields.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw Refuse(
                "There is no such field",
                $"'{KnownProblems.Shorten(unknown)}' is not a field of an evaluation. The fields are: {string.Join(", ", Fields)}.");
        }

        return root.TryGetProperty("replayOf", out _) ? await replays.ReadAsync(root, cancellationToken) : await CheckAsync(root, cancellationToken);
    }

    /// <summary>Refuses a data set of which nothing can be asked.</summary>
    /// <exception cref="RequestRefusedException">No row is usable (400).</exception>
    public static void RequireUsable(DataSetCheck check)
    {
        if (check.Usable == 0)
        {
            var reason = check.Bad is [var bad, ..] ? (Sentence)$"Row {bad.Number}: {bad.Sentence ?? bad.Reason}" : "It is empty.";
            throw Refuse("No row of the data set can be asked", reason);
        }
    }

    private async Task<CheckedEvaluation> CheckAsync(JsonElement root, CancellationToken cancellationToken)
    {
        var data = Text(root, "data")
            ?? throw Refuse("There is no data set", "Give \"data\": the text of a data set, such as one JSON object a line.");
        var fileName = Text(root, "fileName") ?? "data.jsonl";
        var format = Text(root, "format") is { } word ? Format(word) : DataSetFormat.Auto;
        var violations = new Violations();
        var options = OptionsReader.Read(root.TryGetProperty("options", out var element) ? element : default, violations, admission.Defaults);
        var given = root.TryGetProperty("tables", out var list) ? QuestionTables.Read(list, tableLimits.Value, violations) : [];
        if (given.Count > 0)
        {
            QuestionTables.Check(given, tableLimits.Value, violations);
        }

        violations.ThrowIfAny();
        if (options.ReplayOf is not null)
        {
            throw Refuse(
                "An evaluation replays an evaluation",
                "'options.replayOf' names one question. Give \"replayOf\" beside the options, with the id of an earlier evaluation.");
        }

        var tables = await FindAsync(given, cancellationToken);
        var source = new DataSetSource(fileName) { Format = format, Tables = tables, MaxRows = MaxRows + 1 };
        var (found, rows) = data.Length > BodyPlaces.Small ? await OwnThread.RunAsync(() => Read(data, source)) : Read(data, source);
        if (rows.Count > MaxRows)
        {
            throw new RequestRefusedException(ProblemResult.TooLarge(
                "tooManyRows", "The data set is too large", $"It has more than {MaxRows} rows. Split it."));
        }

        var limit = Whole(root, "limit", 0, MaxItems, 0);
        var now = time.GetUtcNow();
        var definition = new EvaluationDefinition(
            Guid.CreateVersion7(now).ToString("N"),
            KnownProblems.Shorten(Text(root, "name") ?? fileName),
            fileName,
            format,
            Arms(root, options),
            Whole(root, "repeats", 1, MaxRepeats, 1),
            limit == 0 ? rows.Count : Math.Min(limit, rows.Count),
            now)
        {
            Tables = [.. tables.Select(static table => table.Name)],
        };
        foreach (var arm in definition.Arms)
        {
            admission.Require(arm.Options);
        }

        admission.RequireSize((long)definition.Arms.Count * definition.Repeats * definition.Rows);
        return (long)definition.Arms.Count * definition.Repeats * definition.Rows <= MaxItems
            ? new(definition, data, tables, DataSetReader.Check(found, rows))
            : throw Refuse(
                "The evaluation is too large",
                $"It would ask {definition.Arms.Count} x {definition.Repeats} x {definition.Rows} questions; at most {MaxItems} are taken.");
    }

    private static (DataSetFormat Found, IReadOnlyList<DataSetRow> Rows) Read(string data, DataSetSource source) =>
        (DataSetReader.FormatOf(data, source), DataSetReader.Read(data, source));

    private async Task<IReadOnlyList<Table>> FindAsync(IEnumerable<QuestionTable> given, CancellationToken cancellationToken)
    {
        List<Table> tables = [];
        foreach (var table in given)
        {
            tables.Add(table switch
            {
                QuestionTable.Inline inline => inline.Reading.Table,
                QuestionTable.Stored stored => await TableStorage.FindAsync(store, stored.Id, stored.As, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(given), table, "An unknown kind of table."),
            });
        }

        return tables;
    }

    private static List<EvaluationArm> Arms(JsonElement root, QuestionOptions options)
    {
        if (root.TryGetProperty("arms", out var given) && given.ValueKind != JsonValueKind.Null)
        {
            return NamedArms(root, given, options);
        }

        if (!root.TryGetProperty("strategies", out var list))
        {
            return [new(Name(options.Strategy), options)];
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw Refuse("The strategies are not a list", "\"strategies\" must be an array of auto, agent, direct, sql, mix.");
        }

        List<EvaluationArm> arms = [];
        foreach (var entry in list.EnumerateArray())
        {
            var word = entry.ValueKind == JsonValueKind.String ? JsonBody.Text(entry) : string.Empty;
            if (!Array.Exists(Enum.GetValues<Strategy>(), strategy => Name(strategy) == word) || arms.Exists(arm => arm.Name == word))
            {
                throw Refuse(
                    "A strategy is not valid",
                    $"'{KnownProblems.Shorten(word)}' is not a strategy, or is there twice. The strategies are auto, agent, direct, sql, mix.");
            }

            arms.Add(new(word, options with { Strategy = Enum.Parse<Strategy>(word, ignoreCase: true) }));
        }

        return arms;
    }

    private static List<EvaluationArm> NamedArms(JsonElement root, JsonElement given, QuestionOptions options)
    {
        if (root.TryGetProperty("strategies", out var strategies) && strategies.ValueKind != JsonValueKind.Null)
        {
            throw Refuse("There are arms and strategies", "Give \"strategies\", or \"arms\" of which each has a name and options of its own.");
        }

        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() is 0 or > MaxArms)
        {
            throw Refuse("The arms are not a list", $"\"arms\" must be an array of 1 to {MaxArms} objects with \"name\" and \"options\".");
        }

        List<EvaluationArm> arms = [];
        foreach (var entry in given.EnumerateArray())
        {
            var name = entry.ValueKind == JsonValueKind.Object ? Text(entry, "name") ?? string.Empty : string.Empty;
            if (name.Length is 0 or > MaxArmName || name.Contains('/', StringComparison.Ordinal) || arms.Exists(arm => arm.Name == name))
            {
                throw Refuse(
                    "An arm has no name of its own",
                    $"'{KnownProblems.Shorten(name)}' is empty, longer than {MaxArmName} characters, has a slash, or is there twice.");
            }

            var violations = new Violations();
            var own = entry.TryGetProperty("options", out var element) ? OptionsReader.Read(element, violations, options) : options;
            violations.ThrowIfAny();
            arms.Add(new(name, own));
        }

        return arms;
    }

    private static string Name(Strategy strategy) => JsonNamingPolicy.CamelCase.ConvertName(strategy.ToString());

    private static DataSetFormat Format(string word) =>
        Enum.GetValues<DataSetFormat>().Where(format => string.Equals(format.ToString(), word, StringComparison.OrdinalIgnoreCase))
        .Select(static format => (DataSetFormat?)format)
        .FirstOrDefault()
            ?? throw Refuse(
                "The format is not known", $"'{KnownProblems.Shorten(word)}' is none of {string.Join(", ", Enum.GetNames<DataSetFormat>())}.");

    /// <summary>A text, or null where the field is not there.</summary>
    internal static string? Text(JsonElement root, string name) => !root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null
        ? null
        : value.ValueKind == JsonValueKind.String ? JsonBody.Text(value) : throw Refuse("A field is not text", $"'{name}' must be a text.");

    /// <summary>A whole number, or the standard where the field is not there.</summary>
    internal static int Whole(JsonElement root, string name, int min, int max, int defaultValue) => !root.TryGetProperty(name, out var value)
        ? defaultValue
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw Refuse("A number is not valid", $"'{name}' must be a whole number from {min} to {max}.");

    /// <summary>A refusal in words.</summary>
    internal static RequestRefusedException Refuse(string title, Sentence detail) =>
        new(ProblemResult.BadRequest(ProblemCodes.BadRequest, title, detail));
}

/// <summary>A checked request for an evaluation.</summary>
/// <param name="Definition">What it asks.</param>
/// <param name="Data">The data set's text.</param>
/// <param name="Tables">The tables that a CSV of questions is asked of.</param>
/// <param name="Check">What the data set was found to be.</param>
internal sealed record CheckedEvaluation(EvaluationDefinition Definition, string Data, IReadOnlyList<Table> Tables, DataSetCheck Check);

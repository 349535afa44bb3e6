using System.Text.RegularExpressions;
using Mact.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mact.Web.Tests.Localization;

/// <summary>Every sentence that the Api, a worker or a reader of tables tells a person is known in Korean, with its values.</summary>
public sealed partial class ToldTextTests
{
    private const string Value = "x7";

    private static readonly string[] Folders =
    [
        "Mact.Api", "Mact.Client", "Mact.Core/Questions", "Mact.Core/Redis", "Mact.Core/Sql", "Mact.Core/Tables", "Mact.LocalModel/Files",
        "Mact.Worker",
    ];

    /// <summary>Told to models, to programs, to logs, or to who starts the process.</summary>
    private static readonly string[] NotShown =
    [
        "/Mcp/", "/Prompting/", "/Telemetry/", "ModelOptions.cs", "ModelHealth.cs", "ReferenceExtensions.cs", "JoinHints.cs", "QuestionPump.cs",
        "LeaseKeeper.cs", "RedisExtensions.cs", "ServerSentEvent.cs", "QuestionView.cs", "StoredColumns.cs", "RedisRunJournal.cs",
        "HttpExtensions.cs: Open event", "HttpExtensions.cs: Questions handed", "SqlLoader.cs", "LineageWriter.cs", "EvidenceProgram.cs",
        "SqlErrorHelp.cs: x7 of", "NumberReading.cs", "TableText.cs", "KeysApi.cs: x7 of", "Replay of x7", "EvaluationsApi.cs: Hand",
        "EvaluationsApi.cs: Go on", "EvaluationsApi.cs: End an", "EvaluationsApi.cs: Takes", "SqlTool.cs: How tables",
        "SqlTool.cs: The question is", "SqlTool.cs: Failed program", "ActionSelectors.cs: Candidate", "ModelProbe.cs: Answer with",
        "ModelProbe.cs: Write eight", "ModelProbe.cs: Count from", "ModelProbe.cs: Greet me",
    ];

    private static readonly string[] NotTold =
    [
        "WithSummary", "WithDescription", "CreateCounter", "CreateUpDownCounter", "CreateHistogram", "CreateObservableGauge",
    ];

    /// <summary>Names, units, and what is typed as it stands.</summary>
    private static readonly string[] Names =
    [
        "CSV", "TSV", "JSON", "HTML", "XML", "PDF", "XLSX", "XLS", "Parquet", "UTF", "SQL", "SQLite", "SELECT", "LIMIT", "WITH", "NUL", "ID",
        "Api", "Mact", "Redis", "HTTP", "http", "https", "OpenAI", "vLLM", "API", "ASCII", "UUID", "UTC", "NaN", "Infinity", "MB", "GGUF",
        "llama", "cpp", "Endpoint", "Key", "Model", "Models", "Auth", "LocalModel", "Allow", "GET", "openapi", "json", "scalar", "host", "auto",
        "agent", "direct", "sql", "mix", "logp", "consistency", "rollout", "llm", "markdown", "csv", "substr", "column", "redis", "maxmemory",
        "model", "models", "local", "dotnet", "run", "project", "AppHost", "right", "wrong", "unanswered", "badRow", "general", "architecture",
        "xlsx", "xls", "name", "col", "windows", "shift", "jis", "euc", "kr", "gb", "utf", "text", "integer", "number", "date", "true", "false",
        "null", "columns", "rows", "type", "id", "v1", "localhost", "api", "gb18030", "Folder", "ConnectionStrings", "tables", "question",
        "context", "options", "data", "strategies", "arms", "replayOf", "e", "g",
    ];

    [Fact]
    public void Every_told_sentence_is_korean_and_keeps_its_values()
    {
        var told = Sentences().ToList();

        told.Count.ShouldBeGreaterThan(250);
        told.Where(static item => Complaint(item.Text) is not null)
            .Select(static item => $"{item.File}: {item.Text} => {Complaint(item.Text)}")
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "In \"Time\" 3 cells are no number (DNF): without a value in SQL, the text is kept in \"Time_text\".",
        "\"Time\" 열에서 칸 3개는 숫자가 아닙니다(DNF). SQL에서는 값이 없고, 글자는 \"Time_text\"에 남아 있습니다.")]
    [InlineData(
        "Redis is not reachable. Nothing was lost; the same request can be sent again.",
        "Redis에 연결할 수 없습니다. 잃은 것은 없습니다. 같은 요청을 다시 보내면 됩니다.")]
    [InlineData("There is no statement. Only a SELECT is run.", "문장이 없습니다. SELECT만 실행합니다.")]
    [InlineData("Something of a later version.", "")]
    public void A_sentence_is_told_with_its_values(string text, string korean)
    {
        Said.Korean.Told(text).ShouldBe(korean);
        Said.English.Told(text).ShouldBe(text);
    }

    private static string? Complaint(string text)
    {
        var korean = Said.Korean.Told(text);
        return korean.Length == 0 ? "not known"
            : Latin().Matches(korean.Replace(Value, string.Empty, StringComparison.Ordinal)).Select(static word => word.Value)
                .FirstOrDefault(word => !Names.Contains(word) && !Setting().IsMatch($"{word} {text}"));
    }

    private static IEnumerable<(string File, string Text)> Sentences() => Folders
        .SelectMany(static folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .SelectMany(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<ExpressionSyntax>()
            .Where(IsTold)
            .SelectMany(Readings)
            .Where(static text => Sentence().IsMatch(text))
            .Select(text => (File: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), Text: text.Trim())))
        .Where(static item => !NotShown.Any(part => $"{item.File}: {item.Text}".Contains(part, StringComparison.Ordinal)))
        .DistinctBy(static item => item.Text);

    // The outermost expression of a text, which no exception of a programmer, no attribute, log and description has.
    private static bool IsTold(ExpressionSyntax expression) => IsText(expression)
        && !expression.Ancestors().TakeWhile(static parent => parent is not StatementSyntax and not MemberDeclarationSyntax).Any(static parent =>
            parent is AttributeSyntax or InterpolationSyntax
                || (parent is ExpressionSyntax outer && IsText(outer))
                || (parent is BaseObjectCreationExpressionSyntax created && IsProgrammers(created))
                || (parent is InvocationExpressionSyntax call && NotTold.Any(call.Expression.ToString().EndsWith)));

    private static bool IsProgrammers(BaseObjectCreationExpressionSyntax created) =>
        created is ObjectCreationExpressionSyntax { Type: var type }
            && type.ToString() is var name && name.EndsWith("Exception", StringComparison.Ordinal)
            && (name.StartsWith("Argument", StringComparison.Ordinal) || name is "InvalidOperationException" or "UnreachableException"
                or "ObjectDisposedException" or "NotSupportedException" or "InvalidDataException" or "OptionsValidationException");

    private static bool IsText(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
        InterpolatedStringExpressionSyntax => true,
        BinaryExpressionSyntax sum => sum.IsKind(SyntaxKind.AddExpression) && (IsText(sum.Left) || IsText(sum.Right)),
        ParenthesizedExpressionSyntax inner => IsText(inner.Expression),
        ConditionalExpressionSyntax either => IsText(either.WhenTrue) && IsText(either.WhenFalse),
        _ => false,
    };

    // All that an expression may say, with one value in every place.
    private static IReadOnlyList<string> Readings(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => [literal.Token.ValueText],
        InterpolatedStringExpressionSyntax text => text.Contents.Aggregate(
            (IReadOnlyList<string>)[string.Empty],
            static (before, part) => Joined(before, part is InterpolationSyntax hole ? Readings(hole.Expression)
                : [Unescaped(((InterpolatedStringTextSyntax)part).TextToken.ValueText)])),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Joined(Readings(sum.Left), Readings(sum.Right)),
        BinaryExpressionSyntax other when other.IsKind(SyntaxKind.CoalesceExpression) => [Value, .. Readings(other.Right)],
        ParenthesizedExpressionSyntax inner => Readings(inner.Expression),
        ConditionalExpressionSyntax either => [.. Readings(either.WhenTrue), .. Readings(either.WhenFalse)],
        SwitchExpressionSyntax choice => [.. choice.Arms.SelectMany(static arm => Readings(arm.Expression))],
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Empty" } => [string.Empty],
        InvocationExpressionSyntax { ArgumentList.Arguments: [_, var one, var many] } call
            when call.Expression.ToString() == "Counted" && IsText(one.Expression) =>
            [.. Readings(one.Expression).Concat(Readings(many.Expression)).Select(static text => $"{Value} {text}")],
        _ => [Value],
    };

    private static string Unescaped(string text) =>
        text.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    private static IReadOnlyList<string> Joined(IReadOnlyList<string> before, IReadOnlyList<string> after) =>
        [.. before.SelectMany(start => after.Select(end => start + end))];

    // At least three words, with a capital, a name or a value in front.
    [GeneratedRegex(@"^\s?(?!SELECT|WITH |COUNT|HTTP|x7 x7|x7:)(?:[A-Z][a-z]*|[""']\w+[""']|x7)(?: [^ ]+){2,}$", RegexOptions.None, 1000)]
    private static partial Regex Sentence();

    // The name of an option, as it stands in the English sentence: "Models:MaxWaitAge".
    [GeneratedRegex(@"^(?<name>\w+) .*\w:\k<name>\b", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Latin();
}

using System.Text.RegularExpressions;
using CsCheck;
using Mact.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mact.Web.Tests.Localization;

/// <summary>Every sentence that the Api, a worker, a scorer or a reader of tables tells a person is known in Korean by its pattern, with all of its
/// values.</summary>
public sealed partial class ToldTextTests
{
    private const string Value = "x7";
    private const string WordsFormat = "words";

    private static readonly string[] Folders =
    [
        "Mact.Api", "Mact.Client", "Mact.Core/Questions", "Mact.Core/Redis", "Mact.Core/Sql", "Mact.Core/Tables", "Mact.LocalModel/Files",
        "Mact.Evaluation/DataSets", "Mact.Evaluation/Scoring", "Mact.Worker",
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
        "SqlTool.cs: x7 has the columns", "SqlTool.cs: The question", "Run.cs: The run has ended", "EvaluationItem.cs: Claim",
        "EvaluationItem.cs: x7 Give", "ModelProbe.cs: Write eight", "ModelProbe.cs: Count from", "ModelProbe.cs: Greet me",
    ];

    private static readonly string[] NotTold =
    [
        "WithSummary", "WithDescription", "CreateCounter", "CreateUpDownCounter", "CreateHistogram", "CreateObservableGauge",
    ];

    /// <summary>Values that are a library's words in English: the Korean sentence does without.</summary>
    private static readonly string[] WithoutLast = ["It breaks at line", "The JSON is broken at line"];

    /// <summary>Names, units, and what is typed as it stands.</summary>
    private static readonly string[] Names =
    [
        "CSV", "TSV", "JSON", "HTML", "XML", "PDF", "XLSX", "XLS", "Parquet", "UTF", "SQL", "SQLite", "SELECT", "LIMIT", "WITH", "NUL", "ID",
        "Api", "Mact", "Redis", "HTTP", "http", "https", "OpenAI", "vLLM", "API", "ASCII", "UUID", "UTC", "NaN", "Infinity", "MB", "GGUF",
        "Queue", "Worker", "llama", "cpp", "Endpoint", "Key", "Model", "Models", "Auth", "LocalModel", "Allow", "GET", "openapi", "json", "scalar",
        "host",
        "auto", "agent", "direct", "sql", "mix", "logp", "consistency", "rollout", "llm", "markdown", "csv", "substr", "column", "redis", "maxmemory",
        "model", "models", "local", "dotnet", "run", "project", "AppHost", "right", "wrong", "unanswered", "badRow", "general", "architecture",
        "xlsx", "xls", "name", "col", "windows", "shift", "jis", "euc", "kr", "gb", "utf", "text", "integer", "number", "date", "true", "false",
        "null", "NULL", "TEXT", "INTEGER", "REAL", "NUMERIC", "Question", "questions", "table", "names", "denotation", "tatqa", "label", "execution",
        "exact", "answer", "round", "GROUP", "BY", "TLS", "Word", "columns",
        "rows", "type", "id", "v1", "localhost", "api", "gb18030", "Folder", "ConnectionStrings", "tables", "question",
        "context", "options", "data", "strategies", "arms", "replayOf", "e", "g", "num", "next",
    ];

    [Fact]
    public void Every_told_sentence_is_korean_and_keeps_its_values()
    {
        var told = Sentences().ToList();

        told.Count.ShouldBeGreaterThan(450);
        told.Where(static item => Complaint(item.Pattern) is not null)
            .Select(static item => $"{item.File}: {item.Pattern} => {Complaint(item.Pattern)}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_value_is_lost_on_the_way_into_a_sentence() => Told()
        .Where(static item => item.Text.DescendantNodesAndSelf().OfType<InterpolationSyntax>().Any()
            && (PatternsOf(item).Any() || item.Text.ToString().Contains(":words}", StringComparison.Ordinal)) && Loss(item.Text) is not null)
        .Select(static item => $"{item.File}: {item.Text} => {Loss(item.Text)}")
        .ShouldBeEmpty();

    [Theory]
    [InlineData("$\"a {b} c\" + \" d e\"", "a $ before each part")]
    [InlineData("$\"a {b} c\" + $\" d e\"", null)]
    [InlineData("x ? $\"a {b} c\" : \"d\"", "(Sentence) before the first")]
    [InlineData("x ? (Sentence)$\"a {b} c\" : \"d\"", null)]
    [InlineData("x switch { 1 => $\"a {b} c\", _ => \"d\" }", "(Sentence) before the first")]
    [InlineData("x switch { 1 => (Sentence)$\"a {b} c\", _ => \"d\" }", null)]
    [InlineData("(s, $\"a {b} c\")", null)]
    [InlineData("x ? (1, $\"a {b} c\") : (2, \"d\")", "(Sentence) before the first")]
    [InlineData("x ? (1, (Sentence)$\"a {b} c\") : (2, \"d\")", null)]
    public void What_loses_a_value(string code, string? loss)
    {
        var text = SyntaxFactory.ParseExpression(code).DescendantNodesAndSelf().OfType<ExpressionSyntax>().First(IsTold);

        (Loss(text) is { } found && loss is not null && found.Contains(loss, StringComparison.Ordinal)).ShouldBe(loss is not null);
    }

    [Theory]
    [InlineData("In \"{0}\" {1} cells are no number ({2}{3}): without a value in SQL, the text is kept in \"{4}\".", "Time|3|DNF||Time_text",
        "\"Time\" 열에서 셀 3개는 숫자가 아닙니다(DNF). SQL에서는 값이 없고, 글자는 \"Time_text\"에 남아 있습니다.")]
    [InlineData("Redis is not reachable.", "", "Redis에 연결할 수 없습니다.")]
    [InlineData("The source has {0} bytes; at most {1} are taken. Leave out rows or columns.", "30000000|20971520",
        "크기가 30,000,000바이트입니다. 20,971,520바이트까지 받습니다. 행이나 열을 줄이세요.")]
    [InlineData("The line \"{0}\" above the table was left out.", "매출", "표 위의 줄 \"매출\"을 뺐습니다.")]
    [InlineData("The line \"{0}\" above the table was left out.", "매출표", "표 위의 줄 \"매출표\"를 뺐습니다.")]
    [InlineData("The line \"{0}\" above the table was left out.", "Sales", "표 위의 줄 \"Sales\"을(를) 뺐습니다.")]
    [InlineData("Column {0} has no header; it is called \"{1}\".", "7|col_7", "7번째 열에 이름이 없어 \"col_7\"이라고 부릅니다.")]
    [InlineData("The endpoint answered HTTP {0} with an empty body.", "404", "엔드포인트가 HTTP 404로 빈 답을 보냈습니다.")]
    [InlineData("The endpoint answered HTTP {0} with an empty body.", "500", "엔드포인트가 HTTP 500으로 빈 답을 보냈습니다.")]
    [InlineData("{0} {1}", "a|{0} b", "a {0} b")]
    [InlineData("Something of a later version with {0}.", "5", "")]
    public void A_sentence_is_told_with_its_values(string pattern, string values, string korean)
    {
        var sentence = new Sentence(pattern, values.Split('|', StringSplitOptions.None));

        Said.Korean.Told("English", sentence).ShouldBe(korean);
        Said.English.Told("English", sentence).ShouldBe("English");
    }

    [Fact]
    public void A_sentence_in_a_sentence_is_korean_too()
    {
        Sentence inner = "Redis did not answer in time.";
        Sentence lost = $"{inner} Nothing was lost; the same request can be sent again.";
        Sentence unknown = $"{(Sentence)"Something of a later version."} Nothing was lost; the same request can be sent again.";

        Said.Korean.Told(lost.ToString(), lost).ShouldBe("Redis가 제때 응답하지 않았습니다. 잃은 것은 없습니다. 같은 요청을 다시 보내면 됩니다.");
        Said.Korean.Told(unknown.ToString(), unknown).ShouldBeEmpty();
    }

    [Fact]
    public void Every_value_whatever_it_is_stands_in_the_korean_sentence() =>
        Gen.Select(Gen.OneOf([.. Sentences().Select(static item => item.Pattern)]), Hostile.Array[10])
            .Where(static drawn => Lost(drawn.Item1).Length == 0 && !WithoutLast.Any(drawn.Item1.StartsWith))
            .Sample(drawn =>
            {
                var (pattern, values) = drawn;
                var said = Said.Korean.Told("English", new Sentence(pattern, values));
                Places(pattern).ShouldAllBe(place => said.Contains(values[place], StringComparison.Ordinal), $"{pattern}: {said}");
            });

    private static Gen<string> Hostile { get; } = Gen.OneOf(
        Gen.OneOf("{0}", "{1:N0}", "\"", "'", "}}", "{", "한국", "값을(를)", "a\nb", "[a|b]", string.Empty, "$&", "{9}", new string('x', 5_000)),
        Gen.String[Gen.Char, 0, 40]);

    private static string? Complaint(string pattern)
    {
        var korean = Said.Korean.Told("English", new Sentence(pattern, [.. Enumerable.Repeat(Value, 10)]));
        return korean.Length == 0 ? "not known"
            : Lost(pattern) is { Length: > 0 } lost ? $"without {lost}"
            : Latin().Matches(korean.Replace(Value, string.Empty, StringComparison.Ordinal)).Select(static word => word.Value)
                .FirstOrDefault(word => !Names.Contains(word) && !Setting().IsMatch($"{word} {pattern}"));
    }

    private static IEnumerable<int> Places(string pattern) =>
        Place().Matches(pattern).Select(static place => place.ValueSpan[1] - '0').Distinct();

    // The places of a pattern whose value the Korean sentence leaves out.
    private static string Lost(string pattern)
    {
        var values = Enumerable.Range(0, 10).Select(static index => $"Q{index}Z").ToArray();
        var korean = Said.Korean.Told("English", new Sentence(pattern, values));
        var lost = Places(pattern).Where(place => !korean.Contains(values[place], StringComparison.Ordinal)).ToList();
        return string.Join(", ", lost.Where(place => !WithoutLast.Any(pattern.StartsWith) || place != Places(pattern).Max()));
    }

    // What makes plain text of an interpolated string before it could become a sentence.
    private static string? Loss(ExpressionSyntax text) => Bare(text) switch
    {
        BinaryExpressionSyntax sum when !Parts(sum).All(static part => part is InterpolatedStringExpressionSyntax) => "a $ before each part of it",
        ConditionalExpressionSyntax choice when !IsCast(choice) => "(Sentence) before the first text of the choice",
        _ when text.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: ConditionalExpressionSyntax either } } && !IsCast(either) =>
            "(Sentence) before the first text of the choice",
        _ when text.Ancestors().FirstOrDefault(static parent => parent is not ParenthesizedExpressionSyntax) is SwitchExpressionArmSyntax
        { Parent: SwitchExpressionSyntax choice } && !IsCast(choice) => "(Sentence) before the first text of the choice",
        _ => null,
    };

    private static bool IsCast(ExpressionSyntax choice) =>
        choice.DescendantNodes().OfType<CastExpressionSyntax>().Any(static cast => cast.Type.ToString() is "Sentence" or "Sentence?");

    private static ExpressionSyntax Bare(ExpressionSyntax text) => text is ParenthesizedExpressionSyntax inner ? Bare(inner.Expression) : text;

    private static IEnumerable<ExpressionSyntax> Parts(ExpressionSyntax text) =>
        text is BinaryExpressionSyntax sum ? Parts(sum.Left).Concat(Parts(sum.Right)) : [text];

    private static IEnumerable<(string File, string Pattern)> Sentences() => Told()
        .SelectMany(static item => PatternsOf(item).Select(pattern => (item.File, Pattern: pattern)))
        .DistinctBy(static item => item.Pattern);

    private static IEnumerable<string> PatternsOf((string File, ExpressionSyntax Text) told) => Readings(told.Text)
        .Select(static reading => reading.Trim())
        .Where(pattern => Sentence().IsMatch(pattern)
            && !NotShown.Any(part => $"{told.File}: {Place().Replace(pattern, Value)}".Contains(part, StringComparison.Ordinal)));

    private static IEnumerable<(string File, ExpressionSyntax Text)> Told() => Folders
        .SelectMany(static folder => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .SelectMany(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<ExpressionSyntax>()
            .Where(IsTold)
            .Select(text => (File: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), Text: text)))
        .Where(static item => !NotShown.Any(part => $"{item.File}: ".Contains(part, StringComparison.Ordinal)));

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
        CastExpressionSyntax cast => IsText(cast.Expression),
        ParenthesizedExpressionSyntax inner => IsText(inner.Expression),
        ConditionalExpressionSyntax either => IsText(either.WhenTrue) && IsText(either.WhenFalse),
        _ => false,
    };

    // All patterns that an expression may have.
    private static IReadOnlyList<string> Readings(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => [literal.Token.ValueText],
        InterpolatedStringExpressionSyntax text => text.Contents.Aggregate(
            (IReadOnlyList<string>)[string.Empty],
            static (before, part) => Joined(before, part switch
            {
                InterpolationSyntax { FormatClause.FormatStringToken.ValueText: WordsFormat } words => Readings(words.Expression),
                InterpolationSyntax => ["{0}"],
                _ => [Unescaped(((InterpolatedStringTextSyntax)part).TextToken.ValueText)],
            })),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Joined(Readings(sum.Left), Readings(sum.Right)),
        CastExpressionSyntax cast => Readings(cast.Expression),
        ParenthesizedExpressionSyntax inner => Readings(inner.Expression),
        ConditionalExpressionSyntax either => [.. Readings(either.WhenTrue), .. Readings(either.WhenFalse)],
        SwitchExpressionSyntax choice => [.. choice.Arms.SelectMany(static arm => Readings(arm.Expression))],
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Empty" } => [string.Empty],
        IdentifierNameSyntax name when Local(name) is { } local => Readings(local),
        InvocationExpressionSyntax { ArgumentList.Arguments: [_, var one, var many] } call when call.Expression.ToString() == "Counted" =>
            [.. Readings(one.Expression).Concat(Readings(many.Expression)).Select(static text => "{0} " + text)],
        InvocationExpressionSyntax call when call.Expression.ToString() is "Counted.Items" => ["{0} value", "{0} values"],
        InvocationExpressionSyntax { ArgumentList.Arguments: [_, var thing] } call when call.Expression.ToString() is "Counted.Of" =>
            [.. Readings(thing.Expression).SelectMany(static text => new[] { "{0} " + text, "{0} " + text + "s" })],
        _ => ["{0}"],
    };

    // The words of a local variable.
    private static ExpressionSyntax? Local(IdentifierNameSyntax name) => name.Ancestors().OfType<MemberDeclarationSyntax>().First().DescendantNodes()
        .OfType<VariableDeclaratorSyntax>().FirstOrDefault(local => local.Identifier.Text == name.Identifier.Text)?.Initializer?.Value;

    private static string Unescaped(string text) =>
        text.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    private static IReadOnlyList<string> Joined(IReadOnlyList<string> before, IReadOnlyList<string> after) => [.. before.SelectMany(start =>
        after.Select(end => start + Place().Replace(end, place => $"{{{place.ValueSpan[1] - '0' + Place().Count(start)}}}")))];

    // At least three words, with a capital, a name or a value in front.
    [GeneratedRegex(
        @"^(?!SELECT|WITH |COUNT|HTTP|\{0\} \{1\}|\{0\}:)(?:[A-Z][a-z]*|[""']\w+[""']|[""']?\{\d\}[""']?)(?: [^ ]+){2,}$", RegexOptions.None, 5000)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 5000)]
    private static partial Regex Place();

    // The name of an option, as it stands in the English sentence: "Models:MaxWaitAge".
    [GeneratedRegex(@"^(?<name>\w+) .*\w:\k<name>\b", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9]+", RegexOptions.None, 5000)]
    private static partial Regex Latin();
}

using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>The tables of Exports.txt answer what stands there, and the reports say what stands there.</summary>
public sealed partial class ExportsTests
{
    private static readonly ILookup<int, Export> Exports = Read().ToLookup(static export => export.Point);

    static ExportsTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<int> Points => [.. Exports.Select(static group => group.Key)];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Exported_tables_answer_by_value_or_the_report_says_why_not(int point)
    {
        var wrong = new List<string>();
        foreach (var export in Exports[point])
        {
            wrong.AddRange((await FailuresAsync(export)).Select(failure => $"{failure} in\n{export.Text}"));
        }

        wrong.ShouldBeEmpty(string.Join("\n\n", wrong));
    }

    [Theory]
    [InlineData(51, "\"")]
    [InlineData(1, "\"open")]
    [InlineData(200, "\"open")]
    [InlineData(51, "5\" pipe")]
    [InlineData(51, "\"5\" pipe")]
    [InlineData(51, "a\"b")]
    [InlineData(51, "\"\"\"")]
    [InlineData(51, "say \"hi\"")]
    [InlineData(51, "\"ab\"c")]
    [InlineData(51, "“quoted")]
    [InlineData(51, "'open")]
    public async Task A_quote_that_is_not_closed_loses_no_row(int row, string cell)
    {
        var lines = Enumerable.Range(1, 200).Select(n => n == row ? $"{n},{cell},z" : $"{n},x,y");
        var export = new Export(8, 65001, "t.csv", "id,a,b\n" + string.Join('\n', lines) + '\n', [("SELECT count(*), sum(id) FROM t", "200,20100")]);
        (await FailuresAsync(export)).ShouldBeEmpty();
    }

    [Fact]
    public void Digits_and_signs_of_any_script_never_throw()
    {
        var cell = Gen.Char["0129０１２９٠١٢٣१२३年月日년월일周QqWwHhMm/-.:' #½²％万억BCe"].Array[1, 9].Select(static signs => new string(signs));
        Gen.Select(cell.Array[2, 6], Given.AnyOf("v", "year", "created_at", "version")).Sample((cells, name) =>
        {
            var text = $"n\t{name}\n" + string.Join('\n', cells.Select(static (cell, row) => $"{row}\t{cell}"));
            if (DelimitedTextReader.Read("t", text, Given.Limits) is TableReading.Success { Table: { Columns.Count: 2 } table })
            {
                using var sandbox = SqlSandbox.Load([table], new SqlLimits(), TimeProvider.System);
                var column = $"\"{table.Columns[1].Name}\"";
                var sql = $"SELECT num({column}), year({column}), month({column}), seconds({column}) FROM t WHERE {column} > '1' ORDER BY {column}";
                _ = sandbox.Execute(sql, CancellationToken.None);
            }
        });
    }

    private static async Task<List<string>> FailuresAsync(Export export)
    {
        var bytes = Encoding.GetEncoding(export.CodePage).GetBytes(export.Text);
        var readings = await SourceReader.ReadAsync(
            new("t", export.File, IsJson: false, bytes), Given.Limits, TableSettings.None, TestContext.Current.CancellationToken);
        if (readings[0].Reading is not TableReading.Success read)
        {
            return export.Checks is [("refused", _)] ? [] : [$"Refused: {readings[0].Reading}"];
        }

        var report = string.Join('\n', read.Repairs.Select(static repair => $"{repair.Code}: {repair.Message}"));
        using var sandbox = SqlSandbox.Load([read.Table], new SqlLimits(), TimeProvider.System);
        return
        [
            .. export.Checks.Select(check => check.Result is null
                    ? report.Contains(check.Asked, StringComparison.Ordinal) ? null : $"\"{check.Asked}\" is not said:\n{report}"
                    : Answer(sandbox, check.Asked) is var answer && answer == check.Result ? null
                    : $"{check.Asked} gives {answer}, not {check.Result},")
                .OfType<string>(),
        ];
    }

    private static string Answer(SqlSandbox sandbox, string sql) => sandbox.Execute(sql, TestContext.Current.CancellationToken) switch
    {
        SqlOutcome.Rows { Result: var rows } => string.Join('/', Enumerable.Range(0, rows.RowCount).Select(
            row => string.Join(',', rows.Row(row).ToArray().Select(static cell => cell is { Value: null, Text: "" } ? "NULL" : cell.Text)))),
        SqlOutcome.Error error => error.Message,
        var other => other.ToString() ?? string.Empty,
    };

    private static IEnumerable<Export> Read()
    {
        using var stream = typeof(ExportsTests).Assembly.GetManifestResourceStream("Exports.txt")!;
        using var reader = new StreamReader(stream);
        foreach (var block in Start().Split(reader.ReadToEnd()).Skip(1))
        {
            var parts = block.Split("\n-- ");
            var head = parts[0][..parts[0].IndexOf('\n')].Split(' ');
            yield return new(
                int.Parse(head[0]),
                head.Skip(1).Select(static word => int.TryParse(word, out var page) ? page : 0).FirstOrDefault(static page => page > 0, 65001),
                head[^1].Contains('.') ? head[^1] : "t.csv",
                Plain(parts[0][(parts[0].IndexOf('\n') + 1)..]) + '\n',
                [.. parts.Skip(1).Select(ReadCheck)]);
        }
    }

    private static (string Asked, string? Result) ReadCheck(string text)
    {
        var parts = text.TrimEnd('\n').Split("\n= ");
        return parts.Length == 2 ? (Plain(parts[0]), Plain(parts[1]))
            : (Plain(parts[0].StartsWith("says ", StringComparison.Ordinal) ? parts[0]["says ".Length..] : parts[0]), null);
    }

    private static string Plain(string text) => Escape().Replace(text, static escape => escape.Value[1] switch
    {
        't' => "\t",
        'r' => "\r",
        '\\' => "\\",
        _ => ((char)Convert.ToInt32(escape.Value[2..], 16)).ToString(),
    });

    [GeneratedRegex(@"^== ", RegexOptions.Multiline, 5000)]
    private static partial Regex Start();

    [GeneratedRegex(@"\\(t|r|\\|u[0-9a-f]{4})", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Escape();

    private sealed record Export(int Point, int CodePage, string File, string Text, IReadOnlyList<(string Asked, string? Result)> Checks);
}

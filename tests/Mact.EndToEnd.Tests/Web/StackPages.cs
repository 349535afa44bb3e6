using System.Text.Json;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>Every page of the product, filled by the real stack. A new page is one more line in <see cref="All"/>.</summary>
internal sealed class StackPages : IAsyncDisposable
{
    private const string Hero = "Which librarian has the most overdue items in total?";
    private const string OfOneTable = "Who won the stage with the highest climb?";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SharedStack _stack;
    private readonly ModelTrouble _slow;
    private readonly string _running;

    private StackPages(SharedStack stack, ModelTrouble slow, string answered, string traced, string running)
    {
        _stack = stack;
        _slow = slow;
        _running = running;
        All =
        [
            new("ask", "/", ".example"),
            new("ask-tables", $"/?from={answered}", ".table-card tbody td", "#tables-heading"),
            new("running", $"/questions/{running}", ".tl-live .action"),
            new("run", $"/questions/{answered}", ".answer-text"),
            new("evidence", $"/questions/{traced}/evidence", "tr.used", "#evidence-sql"),
            new("trace", $"/questions/{answered}/trace", ".waterfall li", ".sections"),
            new("history", "/history", ".history li"),
            new("system", "/system", ".tiles"),
            new("evaluations", "/evaluations", "h1"),
            new("evaluation-new", "/evaluations/new", "form, .card"),
            new("replay", "/replay", "#replay-file"),
        ];
    }

    public IReadOnlyList<StackPage> All { get; }

    /// <summary>Asks all example questions, and one more whose programs are long in coming.</summary>
    public static async Task<StackPages> PrepareAsync(SharedStack stack, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Repository.Root, "Mact.Web", "Examples");
        using var catalog = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "examples.json"), cancellationToken));
        Dictionary<string, string> asked = new(StringComparer.Ordinal);
        List<TableRef> tables = [];
        foreach (var example in catalog.RootElement.EnumerateArray())
        {
            tables = [];
            foreach (var table in example.GetProperty("tables").EnumerateArray())
            {
                var name = table.GetProperty("name").GetString()!;
                var csv = await File.ReadAllTextAsync(Path.Combine(folder, table.GetProperty("file").GetString()!), cancellationToken);
                tables.Add(new(await stack.Api.UploadAsync(name, csv, cancellationToken), name));
            }

            foreach (var question in example.GetProperty("questions").EnumerateArray())
            {
                var text = question.GetProperty("text").GetString()!;
                asked[text] = await stack.Api.AskAsync(text, tables, cancellationToken);
                await stack.Api.WaitUntilTerminalAsync(asked[text], Patience, cancellationToken);
            }
        }

        var slow = new ModelTrouble(stack, ModelTrouble.Slow, skip: 1);
        var running = await stack.Api.AskAsync(
            "What is the note for the month with the most sunshine?",
            tables,
            cancellationToken,
            new { strategy = "agent", seed = 7, shortcut = "off" });
        return new(stack, slow, asked[Hero], asked[OfOneTable], running);
    }

    public async ValueTask DisposeAsync()
    {
        await _stack.Api.Client.CancelAsync(_running, CancellationToken.None);
        _slow.Dispose();
    }
}

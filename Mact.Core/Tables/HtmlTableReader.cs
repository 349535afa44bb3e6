using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Mact.Core.Tables;

/// <summary>Reads the tables of a page, or of what is pasted from one. A cell over several rows stands in each of them.</summary>
internal static class HtmlTableReader
{
    private const int MaxLength = 4 * 1024 * 1024;

    /// <summary>Stands for a break while white space is collapsed.</summary>
    private const string Break = "\ue000";

    public static IReadOnlyList<SheetReading> Read(
        string name, string html, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        if (html.Length > MaxLength)
        {
            return [new(name, limits.TooManyBytes(html.Length))];
        }

        var budget = new ReadingBudget(limits, cancellationToken);
        var isBare = !html.Contains("<table", StringComparison.OrdinalIgnoreCase);
        var document = new HtmlParser().ParseDocument(isBare ? $"<table>{html}</table>" : html);
        foreach (var unseen in document.QuerySelectorAll("table script, table style, table [hidden], sup.reference, sup.noprint").ToList())
        {
            unseen.Remove();
        }

        foreach (var styled in document.QuerySelectorAll("table [style]").Where(IsHidden).ToList())
        {
            styled.Remove();
        }

        foreach (var line in document.QuerySelectorAll("td br, th br").ToList())
        {
            line.Replace(document.CreateTextNode(Break));
        }

        var tables = document.QuerySelectorAll("table").OfType<IHtmlTableElement>()
            .Where(static table => table.Rows.Length > 1 && table.QuerySelector("table") is null).Take(limits.MaxTables).ToList();
        var readings = new List<SheetReading>();
        foreach (var table in tables)
        {
            var caption = table.Caption?.TextContent.Trim() is { Length: > 0 } text
                ? text
                : tables.Count == 1 ? name
                : $"{name} {readings.Count + 1}";
            try
            {
                readings.Add(new(caption, TableFrame.Build(
                    caption, Rows(table, budget), limits, settings, [new("html", "The table was taken out of HTML.")])));
            }
            catch (SourceRefusedException exception)
            {
                readings.Add(new(caption, exception.Reading));
            }
        }

        return readings.Count > 0 ? readings : [new(name, SourceText.FindOtherFormat("<html>")!)];
    }

    private static List<string[]> Rows(IHtmlTableElement table, ReadingBudget budget)
    {
        var rows = new List<string[]>();
        var height = table.Rows.Length;
        var open = new Dictionary<int, (string Text, int Rows)>();
        foreach (var row in table.Rows)
        {
            var cells = new List<string>();
            foreach (var cell in row.Cells)
            {
                FillDown(cells, open, budget);
                var text = TextOf(cell);
                var across = Math.Clamp(cell.ColumnSpan, 1, budget.Limits.MaxColumns);
                var down = Math.Clamp(cell.RowSpan, 1, height);
                for (var i = 0; i < across; i++)
                {
                    if (down > 1)
                    {
                        open[cells.Count] = (i == 0 ? text : string.Empty, down - 1);
                    }

                    cells.Add(i == 0 ? text : string.Empty);
                    budget.Column(cells.Count);
                }

                budget.Cell(cells.Count, text.Length);
            }

            FillDown(cells, open, budget);
            budget.Row(cells.Count);
            rows.Add(cells.TrueForAll(string.IsNullOrWhiteSpace) ? [] : [.. cells]);
        }

        return rows;
    }

    private static bool IsHidden(IElement element) =>
        element.GetAttribute("style") is { } style && style.Replace(" ", string.Empty, StringComparison.Ordinal)
            .Contains("display:none", StringComparison.OrdinalIgnoreCase);

    /// <summary>As it is shown: white space of the source collapses, and only a break breaks a line.</summary>
    private static string TextOf(IElement cell)
    {
        var lines = cell.TextContent.Split(Break)
            .Select(static line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return string.Join('\n', lines).Trim('\n');
    }

    private static void FillDown(List<string> cells, Dictionary<int, (string Text, int Rows)> open, ReadingBudget budget)
    {
        while (open.Remove(cells.Count, out var above))
        {
            if (above.Rows > 1)
            {
                open[cells.Count] = (above.Text, above.Rows - 1);
            }

            cells.Add(above.Text);
            budget.Cell(cells.Count, above.Text.Length);
        }
    }
}

namespace Mact.Core.Tables;

/// <summary>
/// Reads the text of a cell as the value of its column's type. Numeric and date columns turn the marks for "no value" into NULL and keep the text of
/// a cell that does not parse; text columns turn only the empty cell into NULL.
/// </summary>
internal static class CellParser
{
    public static Cell Parse(string? text, ColumnType type, DateOrder order = DateOrder.Unambiguous)
    {
        var trimmed = text?.Trim() ?? string.Empty;
        return trimmed.Length == 0 ? Cell.Null : new Cell(trimmed, ValueOf(trimmed, type, order));
    }

    private static object? ValueOf(string text, ColumnType type, DateOrder order)
    {
        if (type == ColumnType.Text)
        {
            return text;
        }

        if (MissingMarks.Contains(text))
        {
            return null;
        }

        return type switch
        {
            ColumnType.Date => DateText.TryParse(text, out var date, order) ? DateText.ToIso(date) : text,
            _ => NumberText.TryParse(text, out NumberReading number) ? NumberOf(number, type) : text,
        };
    }

    private static object NumberOf(NumberReading number, ColumnType type) =>
        type == ColumnType.Integer && number.Whole is { } whole ? (object)whole : number.Value;
}

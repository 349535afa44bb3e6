namespace Mact.Core.Tables;

/// <summary>Says in words what was decided and repaired while a table was built, and what could not be decided and how it is set by hand.</summary>
internal static class TableRepairs
{
    private const int MaxExamples = 3;
    private const int MaxShown = 40;

    /// <summary>Says how a column is read, and why it stays text where it looks like more.</summary>
    public static void Decided(string name, ColumnSurvey survey, ColumnReading reading, bool isVersion, List<TableRepair> repairs)
    {
        var isNumber = reading.Type is ColumnType.Integer or ColumnType.Number;
        if (isNumber && reading.Format == NumberFormat.DecimalComma && (survey.CommaOnly > 0 || survey.HasEitherNumber))
        {
            repairs.Add(
                new("numberFormat", $"Numbers in \"{name}\" are read with a decimal comma (\"1.234,5\" is 1234.5). Set the number format if this is "
                    + $"wrong."));
        }
        else if (isNumber && survey.CommaOnly > 0 && survey.PointOnly > 0)
        {
            repairs.Add(
                new("numberFormat", $"Numbers in \"{name}\" are written both with a decimal point and with a decimal comma; those with a comma have "
                    + $"no value."));
        }
        else if (reading.Type == ColumnType.Text && !isVersion && survey.IsUndecidedNumber)
        {
            repairs.Add(
                new("numberFormat", $"\"{name}\" stays text: \"{survey.EitherNumber}\" can be read with a decimal comma or with a decimal point. "
                    + $"Set the number format to make it a number."));
        }
        else if (isNumber && survey is { HasEitherNumber: true, CommaOnly: 0, PointOnly: 0 })
        {
            repairs.Add(
                new("numberFormat", $"Numbers in \"{name}\" such as {survey.EitherNumber} are read with a decimal point, and a comma groups "
                    + $"thousands. Set the number format if this is wrong."));
        }
        else if (reading.Type == ColumnType.Text && WhyText(name, survey, isVersion) is { } why)
        {
            repairs.Add(new("staysText", why));
        }

        Marks(name, survey, reading, repairs);
        if (survey.Currencies.Count > 1)
        {
            var currencies = Sentence.Join(survey.Currencies.Order(StringComparer.Ordinal).Select(static one => (Sentence)$"{one}"), " and ");
            repairs.Add(new("units", $"\"{name}\" stays text: it holds amounts in {currencies}, which do not compare."));
        }
        else if (isNumber && survey.MixesPercentages)
        {
            repairs.Add(new("units", $"\"{name}\" holds percentages and other numbers; each is read as it is written (12% is 12)."));
        }

        if (reading.Type == ColumnType.Date && survey.Zones.Count > 1)
        {
            var zones = Sentence.Join(survey.Zones.Select(static zone => zone.Length > 0 ? (Sentence)$"{zone}" : "none given"), ", ");
            repairs.Add(new("timeZone", $"Times in \"{name}\" are of several time zones ({zones}); each is read as it is written."));
        }

        if (reading.Type == ColumnType.Date && survey.EitherDate is { } date)
        {
            var first = reading.Order == DateOrder.MonthFirst ? "month" : "day";
            repairs.Add(new("dateOrder", $"Dates in \"{name}\" such as {date} are read {first:words} first."));
        }
        else if (reading.Type == ColumnType.Text && survey.IsUndecidedDate)
        {
            repairs.Add(new(
                "dateOrder",
                survey.OnlyDayFirst > 0
                    ? (Sentence)($"\"{name}\" stays text: some of its dates can only be day first and some only month first. Correct "
                        + $"them in the source.")
                    : $"\"{name}\" stays text: is {survey.EitherDate} day first or month first? Set the date order to make it a date."));
        }
    }

    /// <summary>Says what was taken for a month, a day or a debit.</summary>
    public static void Taken(string name, ColumnSurvey survey, ColumnReading reading, List<TableRepair> repairs)
    {
        if (reading.Type is ColumnType.Integer or ColumnType.Number && survey.Debit is { } debit)
        {
            repairs.Add(new("sign", $"Amounts in \"{name}\" marked as a debit ({debit}) are read as negative, credits as positive."));
        }

        if (reading.Type == ColumnType.Date && reading.Loose && survey.Loose.Month is { } month)
        {
            repairs.Add(new("month", $"\"{name}\" holds months such as {month}; each is read as its first day."));
        }

        if (reading.Type == ColumnType.Date && reading.Loose && survey.Loose.ShortDate is { } dotted)
        {
            repairs.Add(new("dateOrder", $"Dates in \"{name}\" such as {dotted} are read day first, with a year of two digits."));
        }
        else if (reading.Type == ColumnType.Text && survey.IsUndecidedLoose)
        {
            repairs.Add(new(
                "dateOrder",
                survey.Loose.ShortDate is { } either
                    ? (Sentence)$"\"{name}\" stays text: is {either} a date with a year of two digits, or a version? "
                        + $"Set the date order to make it a date."
                    : $"\"{name}\" stays text: is {survey.Loose.Month} a month of a year or a day of a month? Write the year with four digits."));
        }
    }

    /// <summary>Says what stands beside the numbers of a column and how it counts.</summary>
    private static void Marks(string name, ColumnSurvey survey, ColumnReading reading, List<TableRepair> repairs)
    {
        if (reading.Type is not (ColumnType.Integer or ColumnType.Number))
        {
            return;
        }

        if (survey.FlaggedNumbers > 0 && reading.Mark == NumberMark.Flag)
        {
            repairs.Add(new("flags", $"In \"{name}\" {Counted(survey.FlaggedNumbers, "number has", "numbers have"):words} a flag behind "
                + $"(\"{survey.Flagged}\"), which is not part of the value."));
        }

        if (survey.Scaled is { } scaled)
        {
            repairs.Add(new("scale", $"Numbers in \"{name}\" are multiplied by what stands behind them: \"{scaled.Text}\" is {scaled.Value}."));
        }

        if (survey.IsCompactDates)
        {
            repairs.Add(new("dateOrder", $"\"{name}\" holds whole numbers that are dates as well, such as {survey.CompactDate}. Set its type to "
                + $"date if they are."));
        }
    }

    /// <summary>Why a column that looks like one of numbers or dates is none, and how it becomes one.</summary>
    private static Sentence? WhyText(string name, ColumnSurvey survey, bool isVersion)
    {
        if (survey.Currencies.Count > 1 || survey.IsUndecidedDate || survey.IsUndecidedLoose)
        {
            return null;
        }

        if (isVersion && survey.IsNumbers)
        {
            return $"\"{name}\" stays text: its numbers are names of versions or sections, which 1.1 and 1.10 tell apart. Set its type to number if "
                + $"they are none.";
        }

        if (survey.Identifier is { } identifier && survey.IsNumbers)
        {
            return $"\"{name}\" stays text: \"{Show(identifier)}\" is written as codes are, with zeros in front or more than 15 digits. Set its "
                + $"type to number to compute with it.";
        }

        if (survey is { IsNumbers: true, CommaOnly: > 0, PointOnly: > 0 })
        {
            return $"\"{name}\" stays text: its numbers are written both with a decimal point and with a decimal comma. Set the number format to "
                + $"read those of one kind.";
        }

        if (survey.IsPeriods)
        {
            return $"\"{name}\" stays text: its cells are months, quarters or weeks without a day (\"{survey.Period}\"). They compare and sort by "
                + $"time.";
        }

        if (survey is { IsBesideNumbers: true, DayOfMonth: { } day })
        {
            return $"\"{name}\" stays text: its cells are days without a year (\"{day}\"). Add the year in the source to make them dates.";
        }

        if (survey is { IsBesideNumbers: true, BesideNumber: { } beside })
        {
            return $"\"{name}\" stays text: its cells hold numbers beside other signs (\"{Show(beside)}\"); num() reads them.";
        }

        if (survey.Present < 3 || survey.Others.Count == 0)
        {
            return null;
        }

        var others = string.Join(", ", survey.Others.Select(static other => $"\"{Show(other)}\""));
        if (survey.Numbers * 2 >= survey.Present)
        {
            return $"\"{name}\" stays text: {survey.Numbers} of its {survey.Present} cells are numbers, but not {others}. Set its type to number to "
                + $"leave those without a value.";
        }

        if (survey.Dates * 2 < survey.Present)
        {
            return null;
        }

        return $"\"{name}\" stays text: {survey.Dates} of its {survey.Present} cells are dates, but not {others}. Set its type to date to leave "
            + $"those without a value.";
    }

    /// <summary>Says which cells of a typed column have no value: the marks, and what could not be read.</summary>
    public static void Cells(Column[] columns, Cell[] cells, int column, List<TableRepair> repairs)
    {
        var type = columns[column].Type;
        var marks = new Dictionary<string, int>(StringComparer.Ordinal);
        var unread = new List<string>();
        var count = 0;
        for (var at = column; at < cells.Length; at += columns.Length)
        {
            var cell = cells[at];
            if (cell.Value is not null || cell.Text.Length == 0)
            {
                continue;
            }

            if (MissingMarks.Contains(cell.Text))
            {
                marks[cell.Text] = marks.GetValueOrDefault(cell.Text) + 1;
            }
            else if (count++ < MaxExamples)
            {
                unread.Add($"\"{Show(cell.Text)}\"");
            }
        }

        var name = columns[column].Name;
        if (marks.Count > 0)
        {
            var each = string.Join(", ", marks.Select(static mark => $"\"{mark.Key}\" ({mark.Value})"));
            repairs.Add(new("missing", $"In \"{name}\" {Counted(marks.Values.Sum(), "cell stands", "cells stand"):words} for no value: {each}."));
        }

        if (count > 0)
        {
            var more = count > unread.Count ? ", …" : string.Empty;
            repairs.Add(new(
                "unread",
                $"In \"{name}\" {Counted(count, "cell is", "cells are"):words} no "
                    + $"{(type switch { ColumnType.Date => "date", ColumnType.Text => "time", _ => "number" }):words} "
                    + $"({string.Join(", ", unread)}{more}): "
                + $"without a value in SQL, the text is kept in \"{Table.TextColumnOf(columns, column)}\"."));
        }
    }

    /// <summary>Says of a column of texts in which units its quantities are, unless its currencies were told of before.</summary>
    public static void Units(string name, IEnumerable<string> texts, IReadOnlyList<TableRepair> before, List<TableRepair> repairs)
    {
        var survey = QuantityText.Of(texts);
        if (survey.Units.Count < 2 || before.Any(repair => repair.Code == "units" && repair.Sentence?.Values[0] == name))
        {
            return;
        }

        var each = survey.Units.Select(static unit => (Sentence)$"{unit}").ToList();
        var units = Sentence.Join([Sentence.Join(each[..^1], ", "), each[^1]], " and ");
        repairs.Add(new("units", survey.Mixed
            ? (Sentence)$"\"{name}\" stays text: it holds amounts in {units}, which do not compare."
            : $"\"{name}\" stays text: it holds amounts in {units}. They are ordered by size, and computed with in one unit at a time."));
    }

    /// <summary>Says which rows are shorter or longer than the header.</summary>
    public static void RaggedRows(int headerWidth, int width, List<IReadOnlyList<string?>> rows, List<TableRepair> repairs)
    {
        var shorter = rows.Count(row => row.Count < headerWidth);
        if (shorter > 0)
        {
            repairs.Add(
                new("raggedRow", $"{Counted(shorter, "row is", "rows are"):words} shorter than the header; the missing cells at the end are empty."));
        }

        if (width > headerWidth)
        {
            var longer = rows.Count(row => TableBuilder.FilledLength(row) > headerWidth);
            repairs.Add(new(
                "raggedRow",
                $"{Counted(longer, "row is", "rows are"):words} longer than the header; "
                + $"{Counted(width - headerWidth, "column was", "columns were"):words} added so that no cell is lost."));
        }
    }

    public static Sentence Counted(int count, string one, string several) => $"{count} {(count == 1 ? one : several):words}";

    private static string Show(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";
}

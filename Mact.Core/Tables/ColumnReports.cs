namespace Mact.Core.Tables;

/// <summary>What is told of a column whose cells can be read in more than one way, beside the decimal signs and the order of dates.</summary>
internal static class ColumnReports
{
    /// <summary>What was taken for a month, a day or a debit.</summary>
    public static void Report(string name, ColumnSurvey survey, ColumnReading reading, List<TableRepair> repairs)
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

    /// <summary>What is told of a column of texts that are quantities.</summary>
    public static void ReportUnits(string name, IEnumerable<string> texts, IReadOnlyList<TableRepair> before, List<TableRepair> repairs)
    {
        var survey = QuantityText.Of(texts);
        if (survey.Units.Count < 2
            || before.Any(repair => repair.Code == "units" && repair.Message.StartsWith($"\"{name}\"", StringComparison.Ordinal)))
        {
            return;
        }

        var units = $"{string.Join(", ", survey.Units.Take(survey.Units.Count - 1))} and {survey.Units.Last()}";
        repairs.Add(new("units", survey.Mixed
            ? (Sentence)$"\"{name}\" stays text: it holds amounts in {units}, which do not compare."
            : $"\"{name}\" stays text: it holds amounts in {units}. They are ordered by size, and computed with in one unit at a time."));
    }
}

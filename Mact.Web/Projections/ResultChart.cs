using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>One value of a chart.</summary>
/// <param name="Label">Its category or day.</param>
/// <param name="Value">The number.</param>
/// <param name="Shown">The number as it is written.</param>
public sealed record ChartPoint(string Label, double Value, string Shown)
{
    /// <summary>When its day, month or year begins; null for a category.</summary>
    public DateTime? At { get; init; }
}

/// <summary>The drawing that fits a result: bars for categories, a line for days.</summary>
/// <param name="IsLine">A line over days, in their order and as far apart as they are; else bars, in the result's order.</param>
/// <param name="Of">The column that is drawn.</param>
/// <param name="Over">The column of labels.</param>
/// <param name="Points">At least two.</param>
public sealed record ResultChart(bool IsLine, string Of, string Over, IReadOnlyList<ChartPoint> Points)
{
    /// <summary>More bars than these are not compared by eye: of more, the largest are drawn.</summary>
    public const int MaxBars = 25;

    /// <summary>Categories in all, where only the largest are drawn; null where all are.</summary>
    public int? LargestOf { get; private init; }

    // A day each over ten years; more than a screen has dots.
    private const int MaxPoints = 4_000;

    /// <summary>Where zero is, from the left, as a share of the width: bars of losses go left of it.</summary>
    public double Zero => Span == 0 ? 0 : -Lowest / Span;

    private double Lowest => Math.Min(0, Points.Min(static point => point.Value));

    private double Span => Math.Max(0, Points.Max(static point => point.Value)) - Lowest;

    /// <summary>Null where a drawing would say less than the table.</summary>
    public static ResultChart? For(AnswerResult result, IStringLocalizer<Texts> t)
    {
        if (!result.IsWhole || result.Rows.Count < 2)
        {
            return null;
        }

        // What is counted by a number (stars, shops by their numbers) has numbers for labels.
        var isByNumber = result.Columns is [{ Kind: ResultKind.Number, Computed: null }, _, ..]
            && result.Columns.Skip(1).All(static column => column is { Kind: ResultKind.Number, Computed: not null });
        var labels = result.Columns.Index().Where(column => isByNumber ? column.Index == 0 : column.Item.Kind != ResultKind.Number).ToList();
        var numbers = result.Columns.Index().Where(column => isByNumber ? column.Index > 0 : column.Item.Kind == ResultKind.Number).ToList();
        if (labels is not [var label, ..] || numbers is not [var number, ..])
        {
            return null;
        }

        var isLine = label.Item.Kind == ResultKind.Date && result.Rows.Count > 2;
        var points = result.Rows
            .Where(row => row[label.Index] is not null && row[number.Index] is not null)
            .Select(row => new ChartPoint(row[label.Index]!, (double)(CellValue.Number(row[number.Index]!) ?? 0), number.Item.Show(row[number.Index]))
            {
                At = label.Item.Dates?.Read(row[label.Index]!),
            })
            .ToList();
        if (points.Count < 2 || (isLine && points.Count > MaxPoints) || points.DistinctBy(static point => point.Label).Count() < points.Count)
        {
            return null;
        }

        if (!isLine && points.Count > MaxBars)
        {
            var largest = points.OrderByDescending(static point => point.Value).Take(MaxBars);
            return new(IsLine: false, number.Item.Label(t), label.Item.Label(t), [.. largest]) { LargestOf = points.Count };
        }

        return new(
            isLine, number.Item.Label(t), label.Item.Label(t), isLine ? [.. points.OrderBy(point => label.Item.Order(point.Label))] : points);
    }

    /// <summary>Start and length of a bar, as shares of the width.</summary>
    public (double Start, double Length) Bar(ChartPoint point)
    {
        var length = Span == 0 ? 0 : Math.Abs(point.Value) / Span;
        return (point.Value < 0 ? Zero - length : Zero, length);
    }

    /// <summary>The line in a box of this size, as an SVG polyline has it. The scale begins at zero unless that would flatten the line.</summary>
    public string Line(double width, double height)
    {
        var (low, high) = Scale();
        double X(int index) => Points is [{ At: { } first }, .., { At: { } last }] && last > first && Points[index].At is { } at
            ? (at - first) / (last - first) * width
            : Points.Count == 1 ? 0 : index * width / (Points.Count - 1);
        double Y(double value) => high == low ? height : height - ((value - low) * height / (high - low));
        return string.Join(' ', Points.Select((point, index) => $"{X(index):0.#},{Y(point.Value):0.#}"));
    }

    /// <summary>The lowest and the highest value of the scale.</summary>
    public (double Low, double High) Scale()
    {
        var (low, high) = (Points.Min(static point => point.Value), Points.Max(static point => point.Value));
        return low > 0 && low < high * 0.7 ? (0, high) : (low, high);
    }
}

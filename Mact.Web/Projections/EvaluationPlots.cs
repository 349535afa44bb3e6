namespace Mact.Web.Projections;

/// <summary>Accuracy and coverage against agreement, as a drawing.</summary>
/// <param name="Exact">Accuracy of the answers of exactly an agreement.</param>
/// <param name="Selective">Accuracy of the answers with at least an agreement.</param>
/// <param name="Coverage">Share of all items that these are.</param>
public sealed record CalibrationPlot(IReadOnlyList<PlotPoint> Exact, IReadOnlyList<PlotPoint> Selective, IReadOnlyList<PlotPoint> Coverage)
{
    /// <summary>Width of the drawing.</summary>
    public const double Width = 480;

    /// <summary>Height of the drawing.</summary>
    public const double Height = 280;

    /// <summary>Where the axis of shares stands.</summary>
    public const double Left = 58;

    /// <summary>Where the scale of agreement ends.</summary>
    public const double Right = 466;

    /// <summary>Where the scale of shares ends.</summary>
    public const double Top = 12;

    /// <summary>Where the axis of agreement stands.</summary>
    public const double Bottom = 236;

    /// <summary>The steps of both scales.</summary>
    public static IReadOnlyList<double> Ticks { get; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Draws the points of a report.</summary>
    public static CalibrationPlot Of(IReadOnlyList<CalibrationPoint> points)
    {
        var ordered = points.OrderBy(static point => point.Agreement).ToList();
        return new(
            [.. ordered.Select(static point => At(point.Agreement, point.AtThisAgreement))],
            [.. ordered.Select(static point => At(point.Agreement, point.Accuracy))],
            [.. ordered.Select(static point => At(point.Agreement, point.Coverage))]);
    }

    /// <summary>Where an agreement of 0 to 1 stands.</summary>
    public static double X(double agreement) => Left + (agreement * (Right - Left));

    /// <summary>Where a share of 0 to 1 stands.</summary>
    public static double Y(double share) => Bottom - (share * (Bottom - Top));

    /// <summary>A number as SVG takes it, in every culture.</summary>
    public static string Number(double value) => value.ToString("0.##");

    /// <summary>The points of a line.</summary>
    public static string Line(IEnumerable<PlotPoint> points) =>
        string.Join(' ', points.Select(static point => $"{Number(point.X)},{Number(point.Y)}"));

    private static PlotPoint At(double agreement, Proportion share) => new(X(agreement), Y(share.Value), Y(share.Low), Y(share.High));
}

/// <summary>A point of a chart, in the units of its drawing.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
/// <param name="Low">The interval's lower end, from the top.</param>
/// <param name="High">The interval's upper end, from the top.</param>
public sealed record PlotPoint(double X, double Y, double Low, double High);

/// <summary>A bar of a chart of shares.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Share">The share.</param>
/// <param name="HasInterval">Whether the share is an estimate; the parts of a whole are not.</param>
public sealed record ShareBar(string Label, Proportion Share, bool HasInterval)
{
    /// <summary>Accuracy by a property of the items.</summary>
    public static IReadOnlyList<ShareBar> Of(IReadOnlyDictionary<string, Proportion> shares)
    {
        return [.. shares.Select(static pair => new ShareBar(pair.Key, pair.Value, HasInterval: true))];
    }

    /// <summary>The parts of a whole.</summary>
    public static IReadOnlyList<ShareBar> Of(IReadOnlyDictionary<string, int> counts)
    {
        var all = counts.Values.Sum();
        return
        [
            .. counts.OrderByDescending(static pair => pair.Value).Select(pair => new ShareBar(pair.Key, new(pair.Value, all), HasInterval: false)),
        ];
    }

    /// <summary>A share of 0 to 1 as SVG takes it, in every culture.</summary>
    public static string Percent(double share) => $"{share * 100:0.##}%";
}

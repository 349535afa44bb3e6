using System.Globalization;
using Mact.Evaluation.Reporting;

namespace Mact.Web.Evaluations;

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
        ArgumentNullException.ThrowIfNull(points);
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
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The points of a line.</summary>
    public static string Line(IEnumerable<PlotPoint> points) => string.Join(' ', points.Select(static point => $"{Number(point.X)},{Number(point.Y)}"));

    private static PlotPoint At(double agreement, Proportion share) => new(X(agreement), Y(share.Value), Y(share.Low), Y(share.High));
}

namespace Mact.Web.Evaluations;

/// <summary>A point of a chart, in the units of its drawing.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
/// <param name="Low">The interval's lower end, from the top.</param>
/// <param name="High">The interval's upper end, from the top.</param>
public sealed record PlotPoint(double X, double Y, double Low, double High);

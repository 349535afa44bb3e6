using System.Globalization;

namespace Mact.Core.Evaluation.Scoring;

/// <summary>Numbers of things, in words.</summary>
internal static class Counted
{
    public static string Items(int count) => Of(count, "value");

    public static string Of(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? string.Empty : "s")}");
}

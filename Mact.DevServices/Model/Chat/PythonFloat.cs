using System.Globalization;

namespace Mact.DevServices.Model.Chat;

/// <summary>Floats as Python prints them: 3 is <c>3.0</c>.</summary>
internal static class PythonFloat
{
    public static string Write(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
        return double.IsInteger(value) && !text.Contains('e', StringComparison.Ordinal) ? text + ".0" : text;
    }
}

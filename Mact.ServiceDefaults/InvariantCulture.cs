using System.Globalization;

namespace Mact.ServiceDefaults;

/// <summary>Numbers and dates look the same on every machine, whatever its language settings.</summary>
/// <remarks>The build switch InvariantGlobalization is not used for it: it would also switch off Unicode normalization, which comparing answers
/// needs.</remarks>
internal static class InvariantCulture
{
    public static void Apply()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}

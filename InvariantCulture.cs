using System.Globalization;
using System.Runtime.CompilerServices;

namespace Mact;

/// <summary>
/// Numbers and dates look and read the same on every machine. Compiled into every program, tests included (Directory.Build.targets), so that no call
/// needs to say it; only overloads that take a style ask for a culture. The build switch InvariantGlobalization is not used for it: it would also
/// switch off Unicode normalization, which comparing answers needs.
/// </summary>
internal static class InvariantCulture
{
    [ModuleInitializer]
    internal static void Use()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mact.DevServices.Model.Faults;

/// <summary>One fault to act.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Argument">Its argument, as <see cref="FaultKind"/> describes it.</param>
public sealed record Fault(FaultKind Kind, string? Argument = null)
{
    /// <summary>The request header that asks for a fault.</summary>
    public const string Header = "X-Mact-Fault";

    private static readonly Dictionary<string, FaultKind> Kinds = Enum.GetValues<FaultKind>()
        .ToDictionary(static kind => Hyphenated(kind.ToString()), static kind => kind, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of all faults.</summary>
    public static IReadOnlyCollection<string> Names => Kinds.Keys;

    /// <summary>Reads <c>name</c> or <c>name=argument</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Fault? fault)
    {
        var parts = (text ?? "").Split('=', 2, StringSplitOptions.TrimEntries);
        fault = Kinds.TryGetValue(parts[0], out var kind) ? new Fault(kind, parts.Length > 1 ? parts[1] : null) : null;
        return fault is not null;
    }

    /// <summary>The argument as a number, or the default.</summary>
    public double NumberOr(double otherwise) =>
        double.TryParse(Argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : otherwise;

    /// <summary>The same text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Argument is null ? Hyphenated(Kind.ToString()) : $"{Hyphenated(Kind.ToString())}={Argument}";

    private static string Hyphenated(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}

using Mact.AppHost.Embedded.Dashboard.Logs;

namespace Mact.AppHost.Embedded.Console;

/// <summary>One log for all processes: every line behind the resource's name, in the resource's colour where the terminal has colours.
/// The lines also go to the dashboard's store.</summary>
internal sealed class ConsoleLog(TextWriter writer, bool colours, LogStore? store = null)
{
    private const int NameWidth = 9;
    private const string Reset = "\e[0m";
    private static readonly string[] Palette = ["\e[36m", "\e[35m", "\e[32m", "\e[33m", "\e[34m", "\e[95m", "\e[92m", "\e[96m"];
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _colours = new(StringComparer.Ordinal);

    /// <summary>The terminal's own; without colours where output is redirected or NO_COLOR is set.</summary>
    public static ConsoleLog ForTerminal(LogStore store) => new(
        System.Console.Out,
        !System.Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        store);

    /// <summary>A line of the AppHost itself.</summary>
    public void Say(string line)
    {
        lock (_lock)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    /// <summary>A line about or from a resource.</summary>
    public void Write(string resource, string line)
    {
        store?.Add(resource, line);
        lock (_lock)
        {
            var name = resource.PadRight(NameWidth);
            writer.WriteLine(colours ? $"{ColourOf(resource)}{name}{Reset} {line}" : $"{name} {line}");
            writer.Flush();
        }
    }

    private string ColourOf(string resource)
    {
        if (!_colours.TryGetValue(resource, out var colour))
        {
            colour = Palette[_colours.Count % Palette.Length];
            _colours[resource] = colour;
        }

        return colour;
    }
}

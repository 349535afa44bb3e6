using System.Collections.Frozen;

namespace Mact.Worker.Agents.Plans;

/// <summary>What a planner can ask for.</summary>
public enum ActionKind
{
    /// <summary>Rows or values of the tables, by SQL.</summary>
    Retrieve,

    /// <summary>Any other computation over the tables, by SQL.</summary>
    Operate,

    /// <summary>An arithmetic expression.</summary>
    Calculate,

    /// <summary>A passage of the text that belongs to the tables.</summary>
    Lookup,

    /// <summary>The first lines of an encyclopedia's page.</summary>
    Search,

    /// <summary>The answer.</summary>
    Finish,
}

/// <summary>The names of actions as models write them.</summary>
internal static class ActionNames
{
    /// <summary>Longest name that is read at all.</summary>
    public const int MaxLength = 40;

    private static readonly FrozenDictionary<string, ActionKind> Kinds = new Dictionary<string, ActionKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["retrieve"] = ActionKind.Retrieve,
        ["retrieval"] = ActionKind.Retrieve,
        ["operate"] = ActionKind.Operate,
        ["operation"] = ActionKind.Operate,
        ["calculate"] = ActionKind.Calculate,
        ["calculation"] = ActionKind.Calculate,
        ["compute"] = ActionKind.Calculate,
        ["lookup"] = ActionKind.Lookup,
        ["look up"] = ActionKind.Lookup,
        ["look-up"] = ActionKind.Lookup,
        ["read"] = ActionKind.Lookup,
        ["search"] = ActionKind.Search,
        ["finish"] = ActionKind.Finish,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The action that a name stands for, or null.</summary>
    public static ActionKind? Find(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>As records name it.</summary>
    public static string RecordName(ActionKind kind) => kind switch
    {
        ActionKind.Retrieve => "retrieve",
        ActionKind.Operate => "operate",
        ActionKind.Calculate => "calculate",
        ActionKind.Lookup => "lookup",
        ActionKind.Search => "search",
        ActionKind.Finish => "finish",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>As the planner writes it: "Retrieve[…]".</summary>
    public static string Display(ActionKind kind, string argument) => $"{kind}[{argument}]";
}

/// <summary>An action as it was read: Name[argument].</summary>
/// <param name="Status">Valid, NoAction, UnknownAction or Truncated.</param>
/// <param name="Kind">The action, where it exists.</param>
/// <param name="Name">The name found.</param>
/// <param name="Argument">What stood between the brackets, trimmed.</param>
/// <param name="End">Where reading goes on.</param>
internal sealed record ActionReading(PlanStatus Status, ActionKind? Kind, string Name, string Argument, int End);

/// <summary>
/// action := name ws* '[' argument ']', where the closing bracket is the balanced one; brackets inside double quotes do not
/// count where the quotes are closed. An argument may span lines.
/// </summary>
internal static class ActionReader
{
    private const int MaxArgumentLength = 8_000;

    /// <summary>Reads the action that starts at a position.</summary>
    public static ActionReading Read(string text, int start)
    {
        var open = FindOpen(text, start);
        if (open < 0)
        {
            return new(PlanStatus.NoAction, null, string.Empty, string.Empty, start);
        }

        var name = text[start..open].Trim().Trim('*', '`', '"', '.').Trim();
        var kind = ActionNames.Find(name);
        var close = FindClose(text, open);
        if (close < 0)
        {
            return new(kind is null ? PlanStatus.UnknownAction : PlanStatus.Truncated, kind, name, string.Empty, open + 1);
        }

        var argument = text[(open + 1)..close].Trim();
        var status = kind is null ? PlanStatus.UnknownAction : argument.Length == 0 ? PlanStatus.NoAction : PlanStatus.Valid;
        return new(status, kind, name, argument, close + 1);
    }

    // The bracket must follow the name: letters, spaces and hyphens only.
    private static int FindOpen(string text, int start)
    {
        var end = Math.Min(text.Length, start + ActionNames.MaxLength);
        for (var i = start; i < end; i++)
        {
            if (text[i] == '[')
            {
                return text.AsSpan(start, i - start).Trim().IsEmpty ? -1 : i;
            }

            if (!char.IsLetter(text[i]) && text[i] is not (' ' or '-' or '_' or '*' or '`'))
            {
                return -1;
            }
        }

        return -1;
    }

    private static int FindClose(string text, int open)
    {
        var plain = Balanced(text, open, quotes: false);
        if (plain >= 0 && text.AsSpan(open, plain - open).Count('"') % 2 == 0)
        {
            return plain;
        }

        var quoted = Balanced(text, open, quotes: true);
        if (quoted >= 0 && !SpansLabel(text.AsSpan(open, quoted - open)))
        {
            return quoted;
        }

        // A lone quote (10" plates) is no quotation; a lone bracket was meant to end with its line.
        return plain >= 0 ? plain : LastOnLine(text, open);
    }

    private static bool SpansLabel(ReadOnlySpan<char> argument) =>
        argument.Contains("\nObservation ", StringComparison.Ordinal) || argument.Contains("\nThought ", StringComparison.Ordinal);

    private static int Balanced(string text, int open, bool quotes)
    {
        var end = Math.Min(text.Length, open + MaxArgumentLength);
        var depth = 0;
        var quoted = false;
        for (var i = open; i < end; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"' when quotes:
                    quoted = !quoted;
                    break;
                case '[' when !quoted:
                    depth++;
                    break;
                case ']' when !quoted:
                    depth--;
                    if (depth == 0)
                    {
                        return i;
                    }

                    break;
                default:
                    break;
            }
        }

        return -1;
    }

    // "Retrieve[rows where x is [a]".
    private static int LastOnLine(string text, int open)
    {
        var end = text.IndexOf('\n', open, Math.Min(text.Length - open, MaxArgumentLength));
        return end < 0 ? -1 : text.LastIndexOf(']', end - 1, end - open - 1);
    }
}

using System.Collections.Frozen;

namespace Mact.Worker.Agents.Plans;

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

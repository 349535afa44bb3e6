using Mact.Core.Runs;

namespace Mact.Worker.Models.Configuration;

/// <summary>The connection strings of model endpoints.</summary>
public static class ConnectionNames
{
    /// <summary>Default of both others.</summary>
    public const string Model = "model";

    /// <summary>Plans, judges and direct answers.</summary>
    public const string Planner = "planner";

    /// <summary>Programs and their repairs.</summary>
    public const string Coder = "coder";

    /// <summary>All three.</summary>
    public static IReadOnlyList<string> All { get; } = [Model, Planner, Coder];

    /// <summary>The connection that a purpose goes to.</summary>
    public static string For(CallPurpose purpose) => purpose switch
    {
        CallPurpose.Plan or CallPurpose.Judge or CallPurpose.Direct => Planner,
        CallPurpose.Code or CallPurpose.Repair => Coder,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "Unknown purpose."),
    };
}

namespace Mact.Core.Evaluation.Data;

/// <summary>The labels of known claim data sets.</summary>
internal static class LabelSets
{
    public static readonly string[] TabFact = ["yes", "no"];
    public static readonly string[] SciTab = ["supports", "refutes", "not enough info"];
    public static readonly string[] TrueFalse = ["true", "false"];
}

namespace Mact.Api.Tables;

/// <summary>Two columns that names and values suggest to join on.</summary>
/// <param name="Left">"table.column": its values are found on the other side.</param>
/// <param name="Right">"table.column": the other side.</param>
/// <param name="Shared">Different values on both sides.</param>
/// <param name="Distinct">Different values of the left side.</param>
/// <param name="Multiplies">Values repeat on both sides, so that the join gives more rows than either.</param>
/// <param name="Score">0 to 1.</param>
public sealed record SuggestedJoin(string Left, string Right, int Shared, int Distinct, bool Multiplies, double Score);

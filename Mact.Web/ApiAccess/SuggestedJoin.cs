namespace Mact.Web.ApiAccess;

/// <summary>Two columns that names and values suggest to join on; see the Api for the meaning of the numbers.</summary>
public sealed record SuggestedJoin(string Left, string Right, int Shared, int Distinct, bool Multiplies, double Score);

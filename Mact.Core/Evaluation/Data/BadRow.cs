namespace Mact.Core.Evaluation.Data;

/// <summary>A row that cannot be asked.</summary>
/// <param name="Number">Its line or position, from 1.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record BadRow(int Number, string Reason);

namespace Mact.Web.Catalog;

/// <summary>A question about an example's tables, with its answer, which tests compare and pages do not show.</summary>
public sealed record ExampleQuestion(string Text, IReadOnlyList<string> Answer);

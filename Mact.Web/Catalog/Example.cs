namespace Mact.Web.Catalog;

/// <summary>An example: tables that belong together, and questions about them.</summary>
public sealed record Example(
    string Id,
    string Title,
    string Description,
    IReadOnlyList<ExampleTable> Tables,
    IReadOnlyList<ExampleQuestion> Questions);

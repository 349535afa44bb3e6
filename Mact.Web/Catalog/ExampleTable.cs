namespace Mact.Web.Catalog;

/// <summary>A table of an example.</summary>
/// <param name="Name">The name that SQL uses.</param>
/// <param name="File">In the folder of the manifest.</param>
public sealed record ExampleTable(string Name, string File);

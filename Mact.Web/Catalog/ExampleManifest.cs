namespace Mact.Web.Catalog;

/// <summary>The file that lists the examples.</summary>
public sealed record ExampleManifest(IReadOnlyList<Example> Examples);

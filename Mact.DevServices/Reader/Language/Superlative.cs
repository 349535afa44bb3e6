namespace Mact.DevServices.Reader.Language;

/// <summary>What a superlative or comparative says.</summary>
/// <param name="Greatest">The greatest value is meant, not the smallest.</param>
/// <param name="Adjective">The plain adjective: "long" for "longest"; "much" where it names no kind of measure.</param>
internal sealed record Superlative(bool Greatest, string Adjective);

namespace Mact.Core.Sql;

/// <summary>A function that the sandbox adds to SQLite's own, as prompts and pages show it.</summary>
/// <param name="Name">As SQL calls it.</param>
/// <param name="Signature">With its arguments.</param>
/// <param name="Meaning">What it gives, in one sentence.</param>
public sealed record SqlFunction(string Name, string Signature, string Meaning);

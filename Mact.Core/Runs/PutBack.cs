namespace Mact.Core.Runs;

/// <summary>A person put a given-up question back; it is tried again from where it stood, and the terminal record before this one no longer counts.</summary>
public sealed record PutBack : RunRecord;

namespace Mact.AppHost.Embedded.Dashboard.Resources;

/// <summary>An environment variable with its secrets masked.</summary>
internal sealed record VariableReport(string Name, string Value);

namespace Mact.AppHost.Embedded.Processes;

/// <summary>A resource could not be started; the stack ends.</summary>
internal sealed class ResourceFailedException(string resource, string reason, IReadOnlyList<string> lastLines)
    : Exception($"{resource} could not be started: {reason}")
{
    /// <summary>What it wrote last.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;
}

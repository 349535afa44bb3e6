namespace Mact.DevServices.Model;

/// <summary>One completion as the model wrote it.</summary>
/// <param name="Text">The whole text.</param>
public sealed record ModelCompletion(string Text);

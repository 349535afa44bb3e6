namespace Mact.LocalModel;

/// <summary>The model could not be loaded, or a batch not be evaluated. The message is one line for people.</summary>
internal sealed class ModelFailedException(string message, Exception? inner = null) : Exception(message, inner);

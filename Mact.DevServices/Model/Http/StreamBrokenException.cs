namespace Mact.DevServices.Model.Http;

/// <summary>A stream is to end with an error chunk.</summary>
internal sealed class StreamBrokenException() : Exception("The stream broke on purpose.");

namespace Mact.DevServices.Model.Http;

/// <summary>The stand-in has cut the connection; nothing more is sent.</summary>
internal sealed class ConnectionCutException() : Exception("The connection was cut on purpose.");

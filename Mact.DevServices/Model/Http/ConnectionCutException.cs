namespace Mact.DevServices.Model.Http;

/// <summary>The stand-in cuts the connection; nothing more is sent.</summary>
/// <param name="afterSending">Whether the server still sends what it has and closes (true), or has already reset the connection (false).</param>
internal sealed class ConnectionCutException(bool afterSending) : Exception("The connection was cut on purpose.")
{
    public bool AfterSending => afterSending;
}

using System.Diagnostics.CodeAnalysis;

namespace Mact.Worker.Models.Endpoints;

/// <summary>No HTTP response came; the message says why in a few words without addresses or keys.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Always made from the failure that it describes.")]
internal sealed class TransportException(string message, Exception innerException) : Exception(message, innerException)
{
    public static TransportException From(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner is AggregateException many ? many.InnerExceptions[^1] : inner.InnerException)
        {
            if (inner is TimeoutException)
            {
                return new TransportException("no connection in time", exception);
            }

            if (inner is HttpRequestException request && Describe(request.HttpRequestError) is { } words)
            {
                return new TransportException(words, exception);
            }
        }

        return new TransportException("the connection broke", exception);
    }

    private static string? Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "the host name is not known",
        HttpRequestError.ConnectionError => "connection refused",
        HttpRequestError.SecureConnectionError => "the TLS handshake failed",
        HttpRequestError.ResponseEnded => "the connection was closed without an answer",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "the answer was no HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "the answer's headers are too large",
        _ => null,
    };
}

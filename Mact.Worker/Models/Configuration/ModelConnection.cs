using System.Data.Common;

namespace Mact.Worker.Models.Configuration;

/// <summary>A model endpoint as a connection string names it: <c>Endpoint=http://host:8000/v1;Key=…;Model=…</c>.</summary>
public sealed class ModelConnection
{
    private const string Example = "Endpoint=http://localhost:8000/v1;Key=…;Model=auto";

    private ModelConnection(string name, Uri endpoint, string? key, string? model)
    {
        Name = name;
        Endpoint = endpoint;
        Key = key;
        Model = model;
    }

    /// <summary>The connection string's name.</summary>
    public string Name { get; }

    /// <summary>Base address without a slash at its end, normally ending in /v1.</summary>
    public Uri Endpoint { get; }

    /// <summary>The model's name; null = the single one that the endpoint serves.</summary>
    public string? Model { get; }

    /// <summary>host:port, what may be shown of the endpoint.</summary>
    public string Server => Endpoint.Port < 0 ? Endpoint.Host : $"{Endpoint.Host}:{Endpoint.Port}";

    /// <summary>Whether the path ends in a version, as OpenAI's and vLLM's do.</summary>
    public bool HasVersion => Endpoint.AbsolutePath.EndsWith("/v1", StringComparison.OrdinalIgnoreCase);

    /// <summary>The bearer token; null = none. Never shown, logged or put into an exception.</summary>
    internal string? Key { get; }

    /// <summary>Reads a connection string; errors are words that name the connection and never hold the key.</summary>
    public static ModelConnectionReading Parse(string name, string text)
    {
        DbConnectionStringBuilder parts;
        try
        {
            parts = new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return Refuse(name, "is not a list of Name=Value pairs separated by semicolons");
        }

        var unknown = parts.Keys?.Cast<string>().FirstOrDefault(static key =>
            !key.Equals("Endpoint", StringComparison.OrdinalIgnoreCase)
            && !key.Equals("Key", StringComparison.OrdinalIgnoreCase)
            && !key.Equals("Model", StringComparison.OrdinalIgnoreCase));
        if (unknown is not null)
        {
            return Refuse(name, "has a part other than Endpoint, Key and Model");
        }

        if (Value(parts, "Endpoint") is not { } address)
        {
            return Refuse(name, "has no Endpoint");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var endpoint) || !IsWeb(endpoint))
        {
            return Refuse(name, "has an Endpoint that is not an http or https address");
        }

        if (endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
        {
            return Refuse(name, "has an Endpoint with a user, query or fragment in it; a key belongs into Key");
        }

        var key = Value(parts, "Key");
        if (key is not null && key.Any(static c => c is <= ' ' or > '~'))
        {
            return Refuse(name, "has a Key with a space or a character outside ASCII, which no HTTP header can carry");
        }

        var model = Value(parts, "Model");
        return new ModelConnectionReading.Read(new ModelConnection(
            name,
            new Uri(endpoint.AbsoluteUri.TrimEnd('/')),
            key,
            string.Equals(model, "auto", StringComparison.OrdinalIgnoreCase) ? null : model));
    }

    /// <summary>Takes the key out of a text that the endpoint wrote; some servers repeat it in their error.</summary>
    internal string Redact(string text) => Key is { Length: >= 4 } ? text.Replace(Key, "***", StringComparison.Ordinal) : text;

    /// <inheritdoc/>
    public override string ToString() => $"Endpoint={Endpoint};Key={(Key is null ? "none" : "***")};Model={Model ?? "auto"}";

    // https+http is service discovery's way to say: whichever of them there is.
    private static bool IsWeb(Uri uri) => uri is { Scheme: "http" or "https" or "https+http", Host.Length: > 0 };

    private static string? Value(DbConnectionStringBuilder parts, string key) =>
        parts.TryGetValue(key, out var value) && value is string text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static ModelConnectionReading.Refused Refuse(string name, string why) =>
        new($"The connection string '{name}' {why}. Expected: {Example}");
}

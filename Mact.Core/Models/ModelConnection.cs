using System.ComponentModel.DataAnnotations;
using System.Data.Common;

namespace Mact.Core.Models;

/// <summary>
/// A model endpoint as a connection string names it: <c>Endpoint=http://host:8000/v1;Key=…;Model=…</c>. On Azure the endpoint may end in
/// <c>?api-version=…</c>.
/// </summary>
public sealed class ModelConnection
{
    private const string Example = "Endpoint=http://localhost:8000/v1;Key=…;Model=auto";
    private const string VersionQuery = "?api-version=";

    private static readonly string[] Parts = ["Endpoint", "Key", "Model"];

    private readonly SecretText? _secret;

    private ModelConnection(string name, Uri endpoint, string? apiVersion, string? key, string? model)
    {
        Name = name;
        Endpoint = endpoint;
        ApiVersion = apiVersion;
        Key = key;
        Model = model;
        _secret = key is { Length: >= SecretText.MinLength } ? new(key) : null;
    }

    /// <summary>The connection string's name.</summary>
    public string Name { get; }

    /// <summary>Base address without query and without a slash at its end, normally ending in /v1.</summary>
    public Uri Endpoint { get; }

    /// <summary>What Azure wants as <c>api-version</c> of every request; null = none.</summary>
    public string? ApiVersion { get; }

    /// <summary>The model's name; null = the single one that the endpoint serves.</summary>
    public string? Model { get; }

    /// <summary>host:port, what may be shown of the endpoint.</summary>
    public string Server => Endpoint.Port < 0 ? Endpoint.Host : $"{Endpoint.Host}:{Endpoint.Port}";

    /// <summary>Whether the path ends in a version, as OpenAI's and vLLM's do.</summary>
    public bool HasVersion => IsAzure || Endpoint.AbsolutePath.EndsWith("/v1", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the key travels as Azure's <c>api-key</c> header.</summary>
    public bool IsAzure => ApiVersion is not null || Endpoint.Host.EndsWith(".azure.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>The key; null = none. Never to be shown, logged or put into an exception.</summary>
    public string? Key { get; }

    /// <summary>Reads a connection string; errors are sentences that name the connection and never hold the key.</summary>
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

        if (parts.Keys.Cast<string>().Any(static key => !Parts.Contains(key, StringComparer.OrdinalIgnoreCase)))
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

        var version = endpoint.Query.StartsWith(VersionQuery, StringComparison.OrdinalIgnoreCase)
            && !endpoint.Query.Contains('&', StringComparison.Ordinal)
            ? endpoint.Query[VersionQuery.Length..]
            : null;
        if (endpoint.UserInfo.Length > 0 || endpoint.Fragment.Length > 0 || (endpoint.Query.Length > 0 && string.IsNullOrEmpty(version)))
        {
            return Refuse(name, "has an Endpoint with a user, query or fragment in it (only api-version may stand there); a key belongs into Key");
        }

        var key = Value(parts, "Key");
        if (key is not null && key.Any(static c => c is <= ' ' or > '~'))
        {
            return Refuse(name, "has a Key with a space or a character outside ASCII, which no HTTP header can carry");
        }

        var model = Value(parts, "Model");
        return new ModelConnectionReading.Read(new ModelConnection(
            name,
            new Uri(endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')),
            version,
            key,
            string.Equals(model, "auto", StringComparison.OrdinalIgnoreCase) ? null : model));
    }

    /// <summary>Takes the key out of a text that the endpoint wrote; some servers repeat it in their error.</summary>
    /// <remarks>Also where they cut it, show but its ends, or write it in base64, in hexadecimal, in percent, HTML or JSON escapes.</remarks>
    public string Redact(string text) => _secret is null ? text : _secret.Redact(text);

    /// <inheritdoc cref="Redact(string)"/>
    public Sentence Redact(Sentence sentence) => _secret is null ? sentence : sentence.With(_secret.Redact);

    /// <inheritdoc/>
    public override string ToString() => $"Endpoint={Endpoint};Key={(Key is null ? "none" : "***")};Model={Model ?? "auto"}";

    // https+http is service discovery's way to say: whichever of them there is.
    private static bool IsWeb(Uri uri) => uri is { Scheme: "http" or "https" or "https+http", Host.Length: > 0 };

    private static string? Value(DbConnectionStringBuilder parts, string key) =>
        parts.TryGetValue(key, out var value) && value is string text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static ModelConnectionReading.Refused Refuse(string name, string why) =>
        new($"The connection string '{name}' {why}. Expected: {Example}");
}

/// <summary>What a connection string says.</summary>
public abstract record ModelConnectionReading
{
    private ModelConnectionReading()
    {
    }

    /// <summary>It can be used.</summary>
    public sealed record Read(ModelConnection Connection) : ModelConnectionReading;

    /// <summary>It cannot, for the reason in <paramref name="Message"/> (free of the key).</summary>
    public sealed record Refused(string Message) : ModelConnectionReading;
}

/// <summary>The connection strings of model endpoints; <see cref="Model"/> is the default of both others.</summary>
public sealed class ModelConnections : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ConnectionStrings";

    /// <summary>Name of the connection of plans, judges and direct answers.</summary>
    public const string PlannerName = "planner";

    /// <summary>Name of the connection of programs and their repairs.</summary>
    public const string CoderName = "coder";

    /// <summary>Name of the default connection.</summary>
    public const string ModelName = "model";

    /// <summary>The default of planner and coder.</summary>
    public string? Model { get; set; }

    /// <summary>The planner's own.</summary>
    public string? Planner { get; set; }

    /// <summary>The coder's own.</summary>
    public string? Coder { get; set; }

    /// <summary>The connection that a purpose goes to.</summary>
    public static string NameFor(CallPurpose purpose) => purpose is CallPurpose.Code or CallPurpose.Repair ? CoderName : PlannerName;

    /// <summary>
    /// The connection of <paramref name="name"/> (planner or coder); null when neither it nor the default is configured. One that cannot be read has
    /// stopped the process at its start.
    /// </summary>
    public ModelConnection? Find(string name)
    {
        var own = name == CoderName ? Coder : Planner;
        var text = string.IsNullOrWhiteSpace(own) ? Model : own;
        return string.IsNullOrWhiteSpace(text) ? null : (ModelConnection.Parse(name, text) as ModelConnectionReading.Read)?.Connection;
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        new (string Name, string? Text)[] { (ModelName, Model), (PlannerName, Planner), (CoderName, Coder) }
            .Where(static one => !string.IsNullOrWhiteSpace(one.Text))
            .Select(static one => ModelConnection.Parse(one.Name, one.Text!))
            .OfType<ModelConnectionReading.Refused>()
            .Select(static refused => new ValidationResult(refused.Message));
}

/// <summary>A configured model endpoint, under the roles (planner, coder) that use it.</summary>
public sealed record ConfiguredModel(IReadOnlyList<string> Roles, ModelConnection Connection)
{
    /// <summary>The endpoints in use; roles that share an endpoint, key and model share an entry.</summary>
    public static IReadOnlyList<ConfiguredModel> All(ModelConnections connections) =>
    [
        .. new[] { ModelConnections.PlannerName, ModelConnections.CoderName }
            .Select(role => (Role: role, Connection: connections.Find(role)))
            .Where(static one => one.Connection is not null)
            .GroupBy(static one => (one.Connection!.Endpoint, one.Connection.Key, one.Connection.Model), static one => (one.Role, one.Connection))
            .Select(static shared => new ConfiguredModel([.. shared.Select(static one => one.Role)], shared.First().Connection!)),
    ];
}

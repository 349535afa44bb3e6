using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Client.Access;

/// <summary>Who asks, as the Api knows it.</summary>
/// <param name="Name">For people to read; null where people are not told apart.</param>
/// <param name="Scopes">Of ask, read, delete and admin.</param>
public sealed record SignedInPerson(string? Name, IReadOnlyList<string> Scopes);

/// <summary>A key that a program asks with. The key itself is nowhere stored, only its SHA-256.</summary>
/// <param name="Id">Names the key; no secret.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Owner">Whose questions, tables and evaluations it reads and makes; several keys may have one owner.</param>
/// <param name="Scopes">Of ask, read, delete and admin.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ApiKey(string Id, string Name, string Owner, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt);

/// <summary>What a new key is to be.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Owner">Whose things it reads and makes.</param>
/// <param name="Scopes">Of ask, read, delete and admin; ask and read where none is given.</param>
public sealed record KeyRequest(string? Name, string? Owner, IReadOnlyList<string>? Scopes);

/// <summary>A key as it is shown this once.</summary>
/// <param name="Key">What can be known of it later.</param>
/// <param name="Secret">What requests carry; it is nowhere stored.</param>
public sealed record MadeKey(ApiKey Key, string Secret);

/// <summary>Something that a person did and that another may ask about.</summary>
/// <param name="At">UTC.</param>
/// <param name="Person">Who did it.</param>
/// <param name="Action">What, in a few words.</param>
/// <param name="Target">To what.</param>
public sealed record AuditEntry(DateTimeOffset At, string Person, string Action, string Target);

/// <summary>Whether a run can be read by a link.</summary>
/// <param name="MadeAt">When the link was made, UTC; null: there is none.</param>
/// <param name="Token">What the link ends with; told when it is made, and never again.</param>
public sealed record RunLink(DateTimeOffset? MadeAt, string? Token = null);

/// <summary>The JSON of keys, people and links.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SignedInPerson))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(MadeKey))]
[JsonSerializable(typeof(IReadOnlyList<ApiKey>))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
[JsonSerializable(typeof(RunLink))]
public sealed partial class AccessJson : JsonSerializerContext;

namespace Mact.Client.Access;

/// <summary>People, keys and links of the Api over HTTP.</summary>
public sealed class AccessClient(HttpClient http)
{
    private readonly MactClient _api = new(http);

    /// <summary>Who the Api takes the sender for, and what that person may.</summary>
    public Task<ApiResult<SignedInPerson>> WhoAmIAsync(CancellationToken cancellationToken) =>
        _api.GetAsync("me", AccessJson.Default.SignedInPerson, cancellationToken);

    /// <summary>The keys that are valid, without their secrets.</summary>
    public Task<ApiResult<IReadOnlyList<ApiKey>>> ListKeysAsync(CancellationToken cancellationToken) =>
        _api.GetAsync("keys", AccessJson.Default.IReadOnlyListApiKey, cancellationToken);

    /// <summary>Makes a key; its secret is in the reply this once.</summary>
    public Task<ApiResult<MadeKey>> MakeKeyAsync(KeyRequest request, CancellationToken cancellationToken) =>
        _api.PostAsync("keys", request, AccessJson.Default.KeyRequest, AccessJson.Default.MadeKey, cancellationToken);

    /// <summary>Makes a key invalid at once.</summary>
    public Task<ApiResult<bool>> RevokeKeyAsync(string id, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Delete, $"keys/{Uri.EscapeDataString(id)}", cancellationToken);

    /// <summary>What people did lately, newest first.</summary>
    public Task<ApiResult<IReadOnlyList<AuditEntry>>> ReadAuditAsync(CancellationToken cancellationToken) =>
        _api.GetAsync("audit", AccessJson.Default.IReadOnlyListAuditEntry, cancellationToken);

    /// <summary>Whether there is a link to a run.</summary>
    public Task<ApiResult<RunLink>> FindLinkAsync(string id, CancellationToken cancellationToken) =>
        _api.GetAsync(LinkOf(id), AccessJson.Default.RunLink, cancellationToken);

    /// <summary>Makes a link to a run; an earlier one leads nowhere from then on.</summary>
    public Task<ApiResult<RunLink>> MakeLinkAsync(string id, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Post, LinkOf(id), content: null, AccessJson.Default.RunLink, cancellationToken);

    /// <summary>Ends the sharing of a run.</summary>
    public Task<ApiResult<bool>> RevokeLinkAsync(string id, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Delete, LinkOf(id), cancellationToken);

    /// <summary>The run that a link leads to.</summary>
    public Task<ApiResult<RunFile>> OpenLinkAsync(string token, CancellationToken cancellationToken) =>
        _api.GetAsync($"links/{Uri.EscapeDataString(token)}", MactJson.Default.RunFile, cancellationToken);

    private static string LinkOf(string id) => $"questions/{Uri.EscapeDataString(id)}/link";
}

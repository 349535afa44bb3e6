namespace Mact.DevServices.Model.Engine;

/// <summary>What paces the answers and keeps the prefix cache.</summary>
internal interface IEngine
{
    /// <summary>Runs a request; every token of every completion comes out once, when it would have been computed.</summary>
    /// <remarks>Cancelling takes the request's sequences out.</remarks>
    IAsyncEnumerable<EngineToken> RunAsync(EngineRequest request, CancellationToken cancellationToken);
}

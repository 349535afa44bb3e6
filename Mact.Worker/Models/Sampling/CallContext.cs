using Mact.Worker.Models.Configuration;
using Mact.Worker.Models.Endpoints;

namespace Mact.Worker.Models.Sampling;

/// <summary>What all requests of one call share.</summary>
internal sealed record CallContext(
    ModelEndpoint Endpoint,
    string EndpointName,
    ServedModel Model,
    SampleRequest Request,
    CallWait Wait,
    CallLedger Ledger,
    ModelOptions Options,
    TimeProvider Time,
    ILogger Logger)
{
    /// <summary>Lowered when the endpoint says that it is too much; requests of the same call then start with it.</summary>
    public int MaxTokens { get; set; }
}

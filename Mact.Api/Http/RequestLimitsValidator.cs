using Microsoft.Extensions.Options;

namespace Mact.Api.Http;

/// <summary>Checks <see cref="RequestLimits"/> at start.</summary>
[OptionsValidator]
public sealed partial class RequestLimitsValidator : IValidateOptions<RequestLimits>;

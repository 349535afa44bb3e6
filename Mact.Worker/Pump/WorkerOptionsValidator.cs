using Microsoft.Extensions.Options;

namespace Mact.Worker.Pump;

/// <summary>Checks <see cref="WorkerOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class WorkerOptionsValidator : IValidateOptions<WorkerOptions>;

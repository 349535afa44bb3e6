using Microsoft.Extensions.Options;

namespace Mact.Core.Queueing;

/// <summary>Checks <see cref="QueueOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class QueueOptionsValidator : IValidateOptions<QueueOptions>;

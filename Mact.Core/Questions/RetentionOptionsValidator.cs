using Microsoft.Extensions.Options;

namespace Mact.Core.Questions;

/// <summary>Checks <see cref="RetentionOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;

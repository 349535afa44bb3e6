using Microsoft.Extensions.Options;

namespace Mact.DevServices.Model.Configuration;

/// <summary>Checks the annotations of <see cref="ModelStandInOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class ModelStandInOptionsValidator : IValidateOptions<ModelStandInOptions>;

using Microsoft.Extensions.Options;

namespace Mact.DevServices.Redis;

/// <summary>Checks <see cref="RedisStandInOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class RedisStandInOptionsValidator : IValidateOptions<RedisStandInOptions>;

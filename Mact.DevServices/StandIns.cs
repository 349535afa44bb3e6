namespace Mact.DevServices;

/// <summary>Which stand-ins this process is. Section <c>StandIns</c>; neither is on by itself.</summary>
/// <param name="Redis">Garnet, in process.</param>
/// <param name="Model">The model endpoint with the table reader behind it.</param>
internal sealed record StandIns(bool Redis, bool Model)
{
    /// <summary>Reads the switches.</summary>
    public static StandIns From(IConfiguration configuration) => new(
        configuration.GetValue($"{nameof(StandIns)}:{nameof(Redis)}", defaultValue: false),
        configuration.GetValue($"{nameof(StandIns)}:{nameof(Model)}", defaultValue: false));
}

using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Configuration;

namespace Mact.DevServices.Model;

/// <summary>The names the endpoint answers to.</summary>
internal sealed class ServedModels(ModelStandInOptions options, IModel model)
{
    private static readonly Version ParamSince = new(0, 14, 0);

    /// <summary>The names, the canonical one first.</summary>
    public IReadOnlyList<string> Names { get; } = options.ServedNames.Count > 0 ? [.. options.ServedNames] : [model.Name];

    /// <summary>The served name for a requested one; none requested takes the canonical one.</summary>
    /// <exception cref="ApiErrorException">No model has the name.</exception>
    public string Resolve(string? requested) => requested switch
    {
        null or "" => Names[0],
        _ when Names.Contains(requested, StringComparer.Ordinal) => requested,
        _ => throw new ApiErrorException(Unknown(requested)),
    };

    /// <summary>The error for a name that is not served.</summary>
    public ApiError Unknown(string requested) =>
        new(404, "NotFoundError", $"The model `{requested}` does not exist.", options.Version >= ParamSince ? "model" : null);
}

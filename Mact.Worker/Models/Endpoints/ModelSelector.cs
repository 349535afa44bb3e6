using Mact.Core.Questions;
using Mact.Worker.Models.Configuration;

namespace Mact.Worker.Models.Endpoints;

/// <summary>Finds the wanted model among the served ones, and says in words why it is not there. Pure.</summary>
internal static class ModelSelector
{
    /// <summary>The model to call, or why there is none.</summary>
    /// <param name="listing">What the endpoint said.</param>
    /// <param name="connection">Where it is, and the model it is meant for.</param>
    /// <param name="model">A model other than the connection's own; null = that.</param>
    public static ModelSelection Select(ModelListing listing, ModelConnection connection, string? model)
    {
        var wanted = model ?? connection.Model;
        return listing switch
        {
            ModelListing.NotReady => new ModelSelection.Later(),
            ModelListing.Failed failed => new ModelSelection.Impossible(failed.Error),
            ModelListing.Odd odd => Fail(
                ErrorCodes.ModelEndpointWrong,
                $"{connection.Server} is not an OpenAI-compatible endpoint, or something stands in front of it. GET {connection.Endpoint.AbsolutePath}/models: {odd.Message}"
                + (connection.HasVersion ? "" : " Endpoint does not end in /v1; add it."),
                connection),
            ModelListing.NotOffered when wanted is not null => new ModelSelection.Found(new ServedModel(wanted, ContextTokens: null, IsVllm: false)),
            ModelListing.NotOffered => Fail(
                ErrorCodes.ModelEndpointWrong,
                $"{connection.Server} has no list of models at {connection.Endpoint.AbsolutePath}/models, so Model=auto cannot find one. "
                + "Check Endpoint, or set Model to a name in the connection string.",
                connection),
            ModelListing.Listed listed when wanted is not null => Named(listed, wanted, connection),
            ModelListing.Listed { Bases: [var single] } => new ModelSelection.Found(single),
            ModelListing.Listed { Bases: [] } => Fail(ErrorCodes.ModelNotFound, $"{connection.Server} serves no model.", connection, []),
            ModelListing.Listed listed => Fail(
                ErrorCodes.ModelNotFound,
                $"{connection.Server} serves several models, so Model=auto is ambiguous: {Names(listed)}. Set Model to one of them in the connection string.",
                connection,
                listed),
            _ => throw new ArgumentOutOfRangeException(nameof(listing), listing, "Unknown listing."),
        };
    }

    /// <summary>The error of a model that is not served.</summary>
    public static QuestionError NotServed(string model, IReadOnlyList<string> served, ModelConnection connection) => new(
        ErrorCodes.ModelNotFound,
        connection.Redact(served.Count == 0
            ? $"The model '{model}' is not served at {connection.Server}."
            : $"The model '{model}' is not served at {connection.Server}; it serves {string.Join(", ", served)}. "
                + $"Set Model={served[0]} (or Model=auto) in the connection string '{connection.Name}', or start the server with this name."),
        served);

    private static ModelSelection Named(ModelListing.Listed listed, string wanted, ModelConnection connection) =>
        listed.Models.FirstOrDefault(served => string.Equals(served.Name, wanted, StringComparison.Ordinal)) is { } found
            ? new ModelSelection.Found(found)
            : new ModelSelection.Impossible(NotServed(wanted, [.. listed.Models.Select(static served => served.Name)], connection));

    private static ModelSelection.Impossible Fail(string code, string message, ModelConnection connection, ModelListing.Listed listed) =>
        Fail(code, message, connection, [.. listed.Models.Select(static served => served.Name)]);

    private static ModelSelection.Impossible Fail(
        string code, string message, ModelConnection connection, IReadOnlyList<string>? served = null) =>
        new(new QuestionError(code, connection.Redact(message), served));

    private static string Names(ModelListing.Listed listed) => string.Join(", ", listed.Models.Select(static served => served.Name));
}

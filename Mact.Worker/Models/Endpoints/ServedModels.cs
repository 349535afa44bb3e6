using System.Collections.Concurrent;
using Mact.Core.Models;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Endpoints;

/// <summary>The kind of server, as far as its list of models and its address show.</summary>
internal enum EndpointFamily
{
    Other,
    Vllm,
    LlamaCpp,
    Ollama,
    SgLang,
    LmStudio,
    OpenAI,
    Azure,
}

/// <summary>A model that a call goes to.</summary>
/// <param name="Name">As the endpoint calls it.</param>
/// <param name="ContextTokens">Its context; null where the endpoint does not say.</param>
/// <param name="Family">What serves it.</param>
internal sealed record ServedModel(string Name, int? ContextTokens, EndpointFamily Family)
{
    public bool IsVllm => Family == EndpointFamily.Vllm;

    /// <summary>Whether the endpoint lists it; one that does not may answer to the name all the same.</summary>
    public bool IsListed { get; init; } = true;
}

/// <summary>What a look at the served models gave. Closed.</summary>
internal abstract record ModelListing
{
    private ModelListing()
    {
    }

    /// <summary>The list.</summary>
    /// <param name="Models">All of them, adapters included.</param>
    /// <param name="Bases">Those that are no adapters.</param>
    public sealed record Listed(IReadOnlyList<ServedModel> Models, IReadOnlyList<ServedModel> Bases) : ModelListing;

    /// <summary>The endpoint has no list of models; its chat API may work all the same.</summary>
    public sealed record NotOffered : ModelListing;

    /// <summary>Not now.</summary>
    public sealed record NotReady(string Reason, Sentence Message, TimeSpan? RetryAfter) : ModelListing;

    /// <summary>Not what an OpenAI-compatible endpoint answers; it may be a page of a proxy that goes away.</summary>
    public sealed record Odd(Sentence Message) : ModelListing;

    /// <summary>It will not work as configured.</summary>
    public sealed record Failed(QuestionError Error) : ModelListing;
}

/// <summary>Decides what a response to GET /v1/models means. Pure.</summary>
internal static class ModelListReader
{
    public static ModelListing Read(HttpReply reply, ModelConnection connection)
    {
        var data = reply.Status is >= 200 and < 300
            ? ReplyReader.Parse(reply.Body, WireJson.Default.ModelListBody)?.Data ?? ReplyReader.Parse(reply.Body, WireJson.Default.ListModelBody)
            : null;
        if (data is not null)
        {
            return List(data, connection);
        }

        // The list advises, the chat API decides: a configured model is tried although the list is refused.
        if (connection.Model is not null && (reply.Status is 401 or 403 or 404 or 405 or 500 || IsOtherJson(reply)))
        {
            return new ModelListing.NotOffered();
        }

        return ReplyReader.Read(reply, new RequestFacts(1, [], connection.HasVersion)) switch
        {
            Reply.NotReady wait => new ModelListing.NotReady(wait.Reason, wait.Message, wait.RetryAfter),
            Reply.ServerFailed failed => new ModelListing.NotReady(WaitReasons.Unreachable, failed.Message, RetryAfter: null),
            Reply.KeyRefused refused => Fail(ErrorCodes.ModelKeyRefused, refused.Message, connection),
            Reply.EndpointWrong or Reply.ModelMissing when connection.HasVersion && reply.Status is 404 or 405 => new ModelListing.NotOffered(),
            Reply.EndpointWrong wrong => Fail(ErrorCodes.ModelEndpointWrong, wrong.Message, connection),
            Reply.Broken broken => new ModelListing.Odd(broken.Message),
            Reply.RequestRefused refused => Fail(ErrorCodes.ModelEndpointWrong, refused.Message, connection),
            _ => new ModelListing.Odd($"The endpoint answered HTTP {reply.Status} without a list of models: {ReplyReader.Excerpt(reply.Body)}"),
        };
    }

    /// <summary>JSON that is no list, as of an Ollama without a model, and no error either.</summary>
    private static bool IsOtherJson(HttpReply reply) => reply.Status is >= 200 and < 300
        && ReplyReader.Element(reply.Body) is { ValueKind: System.Text.Json.JsonValueKind.Object } said
        && !said.TryGetProperty("status", out _)
        && ServerErrorReader.Read(said, isRefusal: false) is null;

    private static ModelListing.Listed List(IReadOnlyList<ModelBody> data, ModelConnection connection)
    {
        var named = data.Where(static model => !string.IsNullOrWhiteSpace(model.Id)).ToList();
        return new ModelListing.Listed(
            [.. named.Select(model => Served(model, connection))],
            [.. named.Where(static model => model.Parent is null).Select(model => Served(model, connection))]);
    }

    private static ServedModel Served(ModelBody model, ModelConnection connection) =>
        new(model.Id!, model.Context, connection.IsAzure ? EndpointFamily.Azure : FamilyOf(model.OwnedBy?.ToLowerInvariant()));

    private static EndpointFamily FamilyOf(string? owner) => owner switch
    {
        // A file served on this machine speaks as vLLM does.
        "vllm" or "mact-local" => EndpointFamily.Vllm,
        "llamacpp" or "llama.cpp" => EndpointFamily.LlamaCpp,
        "library" => EndpointFamily.Ollama,
        "sglang" => EndpointFamily.SgLang,
        "organization_owner" => EndpointFamily.LmStudio,
        "openai" or "system" or "openai-internal" => EndpointFamily.OpenAI,
        _ => EndpointFamily.Other,
    };

    private static ModelListing.Failed Fail(string code, Sentence message, ModelConnection connection) =>
        new(new QuestionError(code, connection.Redact((Sentence)$"{message} (model endpoint {connection.Server})")));
}

/// <summary>Whether a listing has the wanted model. Closed.</summary>
internal abstract record ModelSelection
{
    private ModelSelection()
    {
    }

    /// <summary>It has.</summary>
    public sealed record Found(ServedModel Model) : ModelSelection;

    /// <summary>It has not, or is no listing.</summary>
    public sealed record Impossible(QuestionError Error) : ModelSelection;

    /// <summary>The endpoint is not ready.</summary>
    public sealed record Later : ModelSelection;
}

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
                $"{connection.Server} is not an OpenAI-compatible endpoint, or something stands in front of it. GET "
                    + $"{connection.Endpoint.AbsolutePath}/models: {odd.Message}"
                    + $"{(connection.HasVersion ? "" : " Endpoint does not end in /v1; add it."):words}",
                connection),
            ModelListing.NotOffered when wanted is not null => new ModelSelection.Found(new ServedModel(
                wanted, ContextTokens: null, connection.IsAzure ? EndpointFamily.Azure : EndpointFamily.Other)),
            ModelListing.NotOffered => Fail(
                ErrorCodes.ModelEndpointWrong,
                $"{connection.Server} has no list of models at {connection.Endpoint.AbsolutePath}/models, so Model=auto cannot find one. "
                + $"Check Endpoint, or set Model to a name in the connection string.",
                connection),
            ModelListing.Listed listed when wanted is not null => new ModelSelection.Found(Named(listed, wanted, connection)),
            ModelListing.Listed { Bases: [var single] } => new ModelSelection.Found(single),
            ModelListing.Listed { Bases: [] } => Fail(ErrorCodes.ModelNotFound, $"{connection.Server} serves no model.", connection, []),
            ModelListing.Listed listed => Fail(
                ErrorCodes.ModelNotFound,
                $"{connection.Server} serves several models, so Model=auto is ambiguous: {Names(listed)}. Set Model to one of them in the "
                    + $"connection string.",
                connection,
                listed),
            _ => throw new ArgumentOutOfRangeException(nameof(listing), listing, "Unknown listing."),
        };
    }

    /// <summary>The error of a model that is not served.</summary>
    public static QuestionError NotServed(string model, IReadOnlyList<string> served, ModelConnection connection) => new(
        ErrorCodes.ModelNotFound,
        connection.Redact(served.Count == 0
            ? (Sentence)$"The model '{model}' is not served at {connection.Server}."
            : $"The model '{model}' is not served at {connection.Server}; it serves {string.Join(", ", served)}. "
                + $"Set Model={served[0]} (or Model=auto) in the connection string '{connection.Name}', or start the server with this name."),
        served);

    /// <summary>
    /// A name that is not listed is tried all the same: Ollama lists qwen3:latest and answers qwen3, Azure lists models and answers
    /// deployments, routers list patterns.
    /// </summary>
    private static ServedModel Named(ModelListing.Listed listed, string wanted, ModelConnection connection) =>
        listed.Models.FirstOrDefault(served => string.Equals(served.Name, wanted, StringComparison.Ordinal))
        ?? (listed.Models.FirstOrDefault(served => served.Name.StartsWith($"{wanted}:", StringComparison.Ordinal))
            ?? listed.Models.FirstOrDefault(served => wanted.StartsWith($"{served.Name}:", StringComparison.Ordinal))
            ?? new ServedModel(
                wanted,
                null,
                connection.IsAzure ? EndpointFamily.Azure : (listed.Models.Count == 0 ? EndpointFamily.Other : listed.Models[0].Family))) with
        {
            Name = wanted,
            IsListed = false,
        };

    private static ModelSelection.Impossible Fail(string code, Sentence message, ModelConnection connection, ModelListing.Listed listed) =>
        Fail(code, message, connection, [.. listed.Models.Select(static served => served.Name)]);

    private static ModelSelection.Impossible Fail(
        string code, Sentence message, ModelConnection connection, IReadOnlyList<string>? served = null) =>
        new(new QuestionError(code, connection.Redact(message), served));

    private static string Names(ModelListing.Listed listed) => string.Join(", ", listed.Models.Select(static served => served.Name));
}

/// <summary>What is known of endpoints from before, and who is told what is learnt.</summary>
internal sealed class EndpointMemory
{
    private readonly ConcurrentDictionary<(string Endpoint, string Model), EndpointKnowledge> _known = new();
    private readonly ConcurrentDictionary<(string Endpoint, string Model), EndpointKnowledge> _news = new();

    public EndpointKnowledge? Find(string endpoint, string model) => _known.GetValueOrDefault((endpoint, model));

    /// <summary>Remembered from another process or from before.</summary>
    public void Recall(EndpointKnowledge knowledge) => _known.TryAdd((knowledge.Endpoint, knowledge.Model), knowledge);

    /// <summary>Learnt now.</summary>
    public void Keep(EndpointKnowledge knowledge)
    {
        _known[(knowledge.Endpoint, knowledge.Model)] = knowledge;
        _news[(knowledge.Endpoint, knowledge.Model)] = knowledge;
    }

    /// <summary>What was learnt since the last time.</summary>
    public IReadOnlyList<EndpointKnowledge> TakeNews()
    {
        List<EndpointKnowledge> news = [];
        foreach (var key in _news.Keys)
        {
            if (_news.TryRemove(key, out var knowledge))
            {
                news.Add(knowledge);
            }
        }

        return news;
    }
}

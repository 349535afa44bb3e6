using Mact.Core.Questions;
using Mact.Worker.Models.Configuration;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Endpoints;

/// <summary>Decides what a response to GET /v1/models means. Pure.</summary>
internal static class ModelListReader
{
    public static ModelListing Read(HttpReply reply, ModelConnection connection)
    {
        if (reply.Status is >= 200 and < 300 && ReplyReader.Parse(reply.Body, WireJson.Default.ModelListBody)?.Data is { } data)
        {
            return List(data);
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

    private static ModelListing.Listed List(IReadOnlyList<ModelBody> data)
    {
        var named = data.Where(static model => !string.IsNullOrWhiteSpace(model.Id)).ToList();
        return new ModelListing.Listed(
            [.. named.Select(Served)],
            [.. named.Where(static model => model.Parent is null).Select(Served)]);
    }

    private static ServedModel Served(ModelBody model) => new(
        model.Id!,
        model.MaxModelLen is > 0 and <= int.MaxValue ? (int)model.MaxModelLen : null,
        string.Equals(model.OwnedBy, "vllm", StringComparison.OrdinalIgnoreCase));

    private static ModelListing.Failed Fail(string code, string message, ModelConnection connection) =>
        new(new QuestionError(code, connection.Redact($"{message} (model endpoint {connection.Server})")));
}

using System.Text.Json;
using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Configuration;
using Mact.DevServices.Model.Engine;

namespace Mact.DevServices.Model.Http;

/// <summary>The routes around chat: models, health, version, metrics, tokens.</summary>
internal sealed class ServerEndpoints(ModelStandInOptions options, ServedModels served, EngineMetrics metrics, ReplySender sender, TimeProvider time)
{
    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds();

    public Task ModelsAsync(HttpContext context, StandInCall call) => sender.SendAsync(context, HttpReply.Json(Models()), call.Fault);

    /// <summary>An empty 200; a dead server does not get here.</summary>
    public Task HealthAsync(HttpContext context, StandInCall call) => sender.SendAsync(context, new HttpReply(200, "text/plain; charset=utf-8", []), call.Fault);

    public Task VersionAsync(HttpContext context, StandInCall call) => sender.SendAsync(context, HttpReply.Json($"{{\"version\":\"{options.VllmVersion}\"}}"), call.Fault);

    public Task MetricsAsync(HttpContext context, StandInCall call) => sender.SendAsync(
        context,
        HttpReply.Text(metrics.Write(served.Names[0], options.VllmVersion), "text/plain; version=0.0.4; charset=utf-8"),
        call.Fault);

    /// <summary>Counts the tokens of a <c>prompt</c> or of <c>messages</c>.</summary>
    public async Task TokenizeAsync(HttpContext context, StandInCall call)
    {
        RequestBody.RequireJson(context.Request);
        using var body = RequestBody.Parse(call.Body);
        if (body.RootElement.ValueKind is not JsonValueKind.Object)
        {
            throw RequestFields.Wrong("model_attributes_type", "", "Input should be a valid dictionary or object to extract fields from");
        }

        var fields = new RequestFields(body.RootElement);
        served.Resolve(fields.Text("model"));
        var thinking = fields.Object("chat_template_kwargs")?.Flag("enable_thinking", otherwise: true) ?? true;
        var tokens = fields.Text("prompt") is { } prompt ? PromptTokens.Of(prompt) : PromptTokens.Render(MessageReader.Read(fields), thinking);
        await sender.SendAsync(context, HttpReply.Json(Tokens(tokens)), call.Fault);
    }

    /// <summary>Any other path, or a known path with another method.</summary>
    public static Task NotFoundAsync(HttpContext context, StandInCall call) =>
        throw new ApiErrorException(StandInRoutes.Knows(context.Request.Path) ? ApiError.MethodNotAllowed() : ApiError.NotFound());

    public byte[] Models() => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var name in served.Names)
        {
            json.WriteStartObject();
            json.WriteString("id", name);
            json.WriteString("object", "model");
            json.WriteNumber("created", _created);
            json.WriteString("owned_by", "vllm");
            json.WriteString("root", $"mact-model-stand-in/{served.Names[0]}");
            json.WriteNull("parent");
            json.WriteNumber("max_model_len", options.MaxModelLength);
            json.WriteStartArray("permission");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private byte[] Tokens(IReadOnlyList<int> tokens) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("count", tokens.Count);
        json.WriteNumber("max_model_len", options.MaxModelLength);
        json.WriteStartArray("tokens");
        foreach (var token in tokens)
        {
            json.WriteNumberValue(token);
        }

        json.WriteEndArray();
        json.WriteNull("token_strs");
        json.WriteEndObject();
    });
}

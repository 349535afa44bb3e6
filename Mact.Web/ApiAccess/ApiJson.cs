using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mact.Core;
using Mact.Evaluation;
using Mact.Web.Evaluations;

namespace Mact.Web.ApiAccess;

/// <summary>The JSON that the Api speaks: the shapes of Core and those that only the front end knows, all in Core's style.</summary>
public static class ApiJson
{
    /// <summary>Own shapes and those of Core; enums as Core writes them.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(MactJson.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(MactJson.Default, WebJson.Default, EvaluationJson.Default, EvaluationRequestJson.Default),
        };
        foreach (var converter in EvaluationJson.Default.Options.Converters)
        {
            options.Converters.Add(converter);
        }

        options.MakeReadOnly();
        return options;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>From status and error to what to do. Statuses come from the response, or from an error inside a 200 or 500 behind a queue.</summary>
internal static partial class ReplyClassifier
{
    public static Reply Classify(int status, ServerError error, HttpReply reply, RequestFacts facts)
    {
        // RunPod turns every error of a job into a 500; the real status is inside.
        var effective = status >= 500 && error.Status is { } inner ? inner : status;
        return effective switch
        {
            401 or 403 => new Reply.KeyRefused(
                $"The endpoint refused the key (HTTP {effective}{Words(error)}). Check Key in the connection string; a proxy or gateway may need its own."),
            404 or 405 => Missing(effective, error, facts),
            400 or 413 or 422 => Refused(effective, error, facts),
            408 or 425 or 429 => new Reply.NotReady(WaitReasons.Overloaded, $"the endpoint has too much to do (HTTP {effective})", reply.RetryAfter),
            500 => ClassifyText(error, facts) ?? new Reply.ServerFailed($"The endpoint failed with HTTP 500{Words(error)}."),
            501 or 505 => new Reply.RequestRefused($"The endpoint cannot do this (HTTP {effective}{Words(error)})."),
            503 => new Reply.NotReady(WaitReasons.Overloaded, $"the endpoint is not ready (HTTP 503{Words(error)})", reply.RetryAfter),
            >= 500 => new Reply.NotReady(WaitReasons.Unreachable, $"the endpoint is not ready (HTTP {effective}{Words(error)})", reply.RetryAfter),
            _ => new Reply.RequestRefused($"The endpoint refused the request (HTTP {effective}{Words(error)})."),
        };
    }

    /// <summary>For errors without a status: what their words say; null when they say nothing known.</summary>
    public static Reply? ClassifyText(ServerError error, RequestFacts facts)
    {
        if (UnknownModel().IsMatch(error.Message))
        {
            return new Reply.ModelMissing(ReplyReader.Excerpt(error.Message));
        }

        if (ContextErrorReader.Read(error) is { } context)
        {
            return context;
        }

        return error.Message.Equals("Unauthorized", StringComparison.OrdinalIgnoreCase)
            ? new Reply.KeyRefused("The endpoint refused the key (Unauthorized). Check Key in the connection string.")
            : BatchRefusal(error, facts);
    }

    private static Reply Missing(int status, ServerError error, RequestFacts facts)
    {
        if (status == 404 && (error.Param is "model" || error.Code is "model_not_found" || UnknownModel().IsMatch(error.Message)))
        {
            return new Reply.ModelMissing(ReplyReader.Excerpt(error.Message));
        }

        return new Reply.EndpointWrong(facts.HasVersion
            ? $"There is no chat API at this address (HTTP {status}{Words(error)}). Check Endpoint in the connection string: is it an OpenAI-compatible server?"
            : $"There is no chat API at this address (HTTP {status}{Words(error)}): Endpoint does not end in /v1. Add it, e.g. Endpoint=http://host:8000/v1.");
    }

    private static Reply Refused(int status, ServerError error, RequestFacts facts)
    {
        if (ContextErrorReader.Read(error) is { } context)
        {
            return context;
        }

        if (BatchRefusal(error, facts) is { } batch)
        {
            return batch;
        }

        if (UnknownModel().IsMatch(error.Message))
        {
            return new Reply.ModelMissing(ReplyReader.Excerpt(error.Message));
        }

        return RefusedField(error, facts) is { } field
            ? new Reply.FieldRefused(field, ReplyReader.Excerpt(error.Message))
            : new Reply.RequestRefused($"The endpoint refused the request (HTTP {status}{Words(error)}).");
    }

    private static Reply.BatchRefused? BatchRefusal(ServerError error, RequestFacts facts)
    {
        if (facts.N <= 1)
        {
            return null;
        }

        if (OnlyOne().IsMatch(error.Message))
        {
            return new Reply.BatchRefused(1);
        }

        if (AtMost().Match(error.Message) is { Success: true } most
            && int.TryParse(most.Groups["most"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var largest)
            && largest >= 1 && largest < facts.N)
        {
            return new Reply.BatchRefused(largest);
        }

        return error.Param is "n" or "body.n" || AboutN().IsMatch(error.Message)
            ? new Reply.BatchRefused(Math.Max(1, facts.N / 2))
            : null;
    }

    /// <summary>The first optional field that the error names, if it is about an unknown or unsupported field.</summary>
    private static string? RefusedField(ServerError error, RequestFacts facts)
    {
        if (!UnknownField().IsMatch(error.Message) && error.Code is not ("unsupported_parameter" or "unknown_parameter" or "unsupported_value"))
        {
            return null;
        }

        return facts.Fields.FirstOrDefault(field => error.Param is { } param && (param == field || param.EndsWith($".{field}", StringComparison.Ordinal)))
            ?? facts.Fields.FirstOrDefault(field => Regex.IsMatch(
                error.Message, $@"(?<!\w){Regex.Escape(field)}(?!\w)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
    }

    private static string Words(ServerError error) =>
        string.IsNullOrWhiteSpace(error.Message) ? "" : $": {ReplyReader.Excerpt(error.Message)}";

    [GeneratedRegex("""\bmodel\b.{0,300}?\b(?:does not exist|not found|is not (?:served|available|loaded)|unknown)|\b(?:unknown|no such|invalid) model\b""", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UnknownModel();

    [GeneratedRegex("""\bn ?(?:=|must be|should be|has to be) ?1\b|only (?:one|1|a single) (?:choice|completion|sample)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OnlyOne();

    [GeneratedRegex("""\bn['"`]?(?: \(\d+\))? (?:must|should|can|cannot) (?:not )?(?:be )?(?:at most|exceed|<=|less than or equal to|up to|larger than|greater than) ?(?<most>\d{1,6})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AtMost();

    [GeneratedRegex("""['"`]n['"`]|\bn ?> ?1\b|\bnumber of (?:choices|completions|samples|sequences)\b|\bbest_of\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AboutN();

    [GeneratedRegex("""unrecogni[sz]ed|unsupported|not supported|unknown|unexpected|extra (?:inputs?|fields?)|not permitted|not allowed|does not support|extra_forbidden""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UnknownField();
}

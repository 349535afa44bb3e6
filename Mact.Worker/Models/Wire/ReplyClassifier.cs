using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>From status and error to what to do. Statuses come from the response, or from an error inside a 200 or 500 behind a queue.</summary>
internal static partial class ReplyClassifier
{
    private const string Thinking = "chat_template_kwargs";

    public static Reply Classify(int status, ServerError error, HttpReply reply, RequestFacts facts)
    {
        // RunPod turns every error of a job into a 500; the real status is inside.
        var effective = status >= 500 && error.Status is { } inner ? inner : status;
        if (EngineDeath().IsMatch(error.Message))
        {
            return new Reply.EngineDied(ReplyReader.Excerpt(error.Message));
        }

        return effective switch
        {
            401 or 403 => new Reply.KeyRefused(
                $"The endpoint refused the key (HTTP {effective}{Words(error)}). Check Key in the connection string; a proxy or gateway may need "
                    + "its own."),
            402 => Unpaid(effective, error),
            429 when Billing().IsMatch(error.Message) || error.Code is "insufficient_quota" || error.Type is "insufficient_quota" =>
                Unpaid(effective, error),
            404 or 405 => Missing(effective, error, facts),
            413 =>
                ContextErrorReader.Read(error) ?? (Reply)new Reply.ContextExceeded(ReplyReader.Excerpt(error.Message), null, null, IsAtLeast: false),
            400 or 422 or 501 => Refused(effective, error, facts),
            408 or 425 or 429 =>
                new Reply.NotReady(WaitReasons.Overloaded, $"the endpoint has too much to do (HTTP {effective}{Words(error)})", reply.RetryAfter),
            500 => Failed(error, facts),
            505 => new Reply.RequestRefused($"The endpoint cannot do this (HTTP {effective}{Words(error)})."),
            503 => new Reply.NotReady(WaitReasons.Overloaded, $"the endpoint is not ready (HTTP 503{Words(error)})", reply.RetryAfter),
            >= 500 => new Reply.NotReady(WaitReasons.Unreachable, $"the endpoint is not ready (HTTP {effective}{Words(error)})", reply.RetryAfter),
            _ => new Reply.RequestRefused($"The endpoint refused the request (HTTP {effective}{Words(error)})."),
        };
    }

    /// <summary>For errors without a status: what their words say; null when they say nothing known.</summary>
    public static Reply? ClassifyText(ServerError error, RequestFacts facts)
    {
        if (EngineDeath().IsMatch(error.Message))
        {
            return new Reply.EngineDied(ReplyReader.Excerpt(error.Message));
        }

        if (UnknownModel().IsMatch(error.Message))
        {
            return new Reply.ModelMissing(ReplyReader.Excerpt(error.Message));
        }

        if (ContextErrorReader.Read(error) is { } context)
        {
            return context;
        }

        if (Roles().IsMatch(error.Message))
        {
            return new Reply.RolesRefused(ReplyReader.Excerpt(error.Message));
        }

        return error.Message.Equals("Unauthorized", StringComparison.OrdinalIgnoreCase)
            ? new Reply.KeyRefused("The endpoint refused the key (Unauthorized). Check Key in the connection string.")
            : BatchRefusal(error, facts);
    }

    private static Reply.RequestRefused Unpaid(int status, ServerError error) =>
        new(
            $"The endpoint refuses for want of credit (HTTP {status}{Words(error)}). Waiting does not help: look into the plan and billing of the "
                + "provider.");

    /// <summary>A server's fault is waited for or tried again; llama.cpp says with 500 what others say with 400.</summary>
    private static Reply Failed(ServerError error, RequestFacts facts)
    {
        if (ClassifyText(error, facts) is { } known)
        {
            return known;
        }

        if (RefusedField(error, facts) is { } field)
        {
            return new Reply.FieldRefused(field, ReplyReader.Excerpt(error.Message));
        }

        return Permanent().IsMatch(error.Message)
            ? new Reply.RequestRefused($"The endpoint refused the request (HTTP 500{Words(error)}).")
            : new Reply.ServerFailed($"The endpoint failed with HTTP 500{Words(error)}.");
    }

    private static Reply Missing(int status, ServerError error, RequestFacts facts)
    {
        if (NoChatModel().IsMatch(error.Message))
        {
            return new Reply.RequestRefused($"The model cannot be asked through the chat API (HTTP {status}{Words(error)}). Choose a chat model.");
        }

        if (status == 404
            && (error.Param is "model" || error.Code is "model_not_found" or "DeploymentNotFound" || UnknownModel().IsMatch(error.Message)))
        {
            return new Reply.ModelMissing(ReplyReader.Excerpt(error.Message));
        }

        return new Reply.EndpointWrong(facts.HasVersion
            ? $"There is no chat API at this address (HTTP {status}{Words(error)}). Check Endpoint in the connection string: is it an "
                + "OpenAI-compatible server?"
            : $"There is no chat API at this address (HTTP {status}{Words(error)}): Endpoint does not end in /v1. Add it, e.g. "
                + "Endpoint=http://host:8000/v1.");
    }

    private static Reply Refused(int status, ServerError error, RequestFacts facts)
    {
        if (NoWorkers().IsMatch(error.Message))
        {
            return new Reply.NotReady(WaitReasons.Queued, $"no machine is free ({ReplyReader.Excerpt(error.Message)})");
        }

        if (ContextErrorReader.Read(error) is { } context)
        {
            return context;
        }

        // What a field is refused for may name others: the narrower reading first.
        if (RefusedField(error, facts) is { } named && named != "n")
        {
            return new Reply.FieldRefused(named, ReplyReader.Excerpt(error.Message));
        }

        if (BatchRefusal(error, facts) is { } batch)
        {
            return batch;
        }

        if (Roles().IsMatch(error.Message))
        {
            return new Reply.RolesRefused(ReplyReader.Excerpt(error.Message));
        }

        return UnknownModel().IsMatch(error.Message)
            ? new Reply.ModelMissing(ReplyReader.Excerpt(error.Message))
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

        if (AtMost().Match(error.Message) is { Success: true } max
            && int.TryParse(max.Groups["max"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var largest)
            && largest >= 1 && largest < facts.N)
        {
            return new Reply.BatchRefused(largest);
        }

        if (NotTaken().IsMatch(error.Message))
        {
            return new Reply.BatchRefused(1);
        }

        return error.Param is "n" or "body.n" || AboutN().IsMatch(error.Message) ? new Reply.BatchRefused(Math.Max(1, facts.N / 2)) : null;
    }

    /// <summary>The first optional field that the error names, if it is about an unknown or unsupported field.</summary>
    private static string? RefusedField(ServerError error, RequestFacts facts)
    {
        if (TemplateRefused().IsMatch(error.Message) && facts.Fields.Contains(Thinking, StringComparer.Ordinal))
        {
            return Thinking;
        }

        // Several servers take one of both only; the temperature is the one that the asker means.
        if (OneOfBoth().IsMatch(error.Message) && facts.Fields.Contains("top_p", StringComparer.Ordinal))
        {
            return "top_p";
        }

        if (PriorityOff().IsMatch(error.Message) && facts.Fields.Contains("priority", StringComparer.Ordinal))
        {
            return "priority";
        }

        if (NoReasoning().IsMatch(error.Message) && facts.Fields.Contains("thinking_token_budget", StringComparer.Ordinal))
        {
            return "thinking_token_budget";
        }

        var named = facts.Fields.FirstOrDefault(
            field => error.Param is { } param && (param == field || param.EndsWith($".{field}", StringComparison.Ordinal)))
            ?? facts.Fields.FirstOrDefault(field => Regex.IsMatch(
                error.Message, $@"(?<!\w){Regex.Escape(field)}(?!\w)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));
        var isRefusal = UnknownField().IsMatch(error.Message)
            || error.Code is "unsupported_parameter" or "unknown_parameter" or "unsupported_value" or "integer_above_max_value"
            || (named is "seed" && TooLarge().IsMatch(error.Message))
            || (named is "seed" && error.Param is not null);
        return isRefusal ? named : null;
    }

    private static string Words(ServerError error) =>
        string.IsNullOrWhiteSpace(error.Message) ? "" : $": {ReplyReader.Excerpt(error.Message)}";

    [GeneratedRegex("""\bEngineCore\b|\bEngineDead|\bengine (?:process |loop )?(?:has |is )?(?:died|dead)\b|background loop (?:has|is) (?:errored|stopped)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EngineDeath();

    [GeneratedRegex("""insufficient[_ ](?:quota|credit|balance|funds)|exceeded your current quota|billing|payment required|out of credits|negative balance""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Billing();

    [GeneratedRegex("""no workers? available|no (?:available|healthy) (?:workers|upstream|backends?)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoWorkers();

    [GeneratedRegex("""only supported in v1/(?:responses|completions)|not a chat model|does not support chat""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoChatModel();

    [GeneratedRegex("""system role (?:is )?not supported|system (?:role|messages?) (?:is|are) not supported|roles must alternate|only user and assistant roles|does not support ['"`]?(?:system|developer)|unexpected role ['"`]?system|expected .{0,40}role.{0,20}user""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Roles();

    [GeneratedRegex("""json\.exception|parse error|invalid (?:json|utf|message|type)|unsupported|not (?:supported|implemented|allowed)|missing required|must (?:be|not)|failed to parse""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Permanent();

    [GeneratedRegex("""\bmodel\b.{0,300}?\b(?:does not exist|not found|is not (?:served|available|loaded)|unknown)|\b(?:unknown|no such|invalid) model\b|deployment for this resource does not exist""", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UnknownModel();

    [GeneratedRegex("""\bn ?(?:=|must be|should be|has to be) ?1\b|only (?:one|1|a single) (?:\w+ )?(?:choice|completion|sample)|\bn > 1\b.{0,40}not""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OnlyOne();

    [GeneratedRegex("""\bn['"`]?(?: \(\d+\))? ?:? ?(?:number )?(?:must|should|can|cannot) (?:not )?(?:be )?(?:at most|exceed|<=|less than or equal to|up to|larger than|greater than) ?(?<max>\d{1,6})|\bn['"`]?: ?value must be between 1 <= value <= (?<max>\d{1,6})|\bn['"`]? .{0,30}between 1 and (?<max>\d{1,6})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AtMost();

    [GeneratedRegex("""(?:argument|parameter|field|option)s? not supported.{0,60}[:'"`( ]n\b|unsupported(?:params)?.{0,80}['"`\[ ]n['"`\] ]|['"`]n['"`].{0,60}not supported""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotTaken();

    [GeneratedRegex("""['"`]n['"`]|\bn ?> ?1\b|\bnumber of (?:choices|completions|samples|sequences)\b|\bbest_of\b|\bloc\b.{0,20}\bbody\b.{0,10}["']n["']""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AboutN();

    [GeneratedRegex("""chat_template(?:_kwargs)? is not supported|chat template kwargs""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TemplateRefused();

    [GeneratedRegex("""temperature.{0,20}(?:and|or).{0,20}top_p.{0,40}(?:both|one of)|both.{0,20}temperature.{0,20}top_p""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OneOfBoth();

    [GeneratedRegex("""priority scheduling is not enabled|got priority""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PriorityOff();

    [GeneratedRegex("""reasoning_config is not configured|reasoning[- ]parser""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoReasoning();

    [GeneratedRegex("""above (?:the )?max|too (?:large|big)|TYPE_INT32|out of range|less than or equal|32[- ]bit""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TooLarge();

    [GeneratedRegex("""unrecogni[sz]ed|unsupported|not supported|unknown|unexpected|extra (?:inputs?|fields?)|not permitted|not allowed|does not support|extra_forbidden""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UnknownField();
}

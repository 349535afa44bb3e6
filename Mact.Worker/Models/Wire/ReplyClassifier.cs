using System.Text.RegularExpressions;
using Mact.Core.Models;

namespace Mact.Worker.Models.Wire;

/// <summary>
/// From status and error to what to do. What the words say goes before the status: gateways and queues change statuses, and llama.cpp says
/// with 500 what others say with 400.
/// </summary>
internal static partial class ReplyClassifier
{
    public static Reply Classify(int status, ServerError error, HttpReply reply, RequestFacts facts)
    {
        // RunPod turns every error of a job into a 500; the real status is inside.
        var effective = status >= 500 && error.Status is { } inner ? inner : status;
        if (ClassifyText(error, facts, effective, reply.RetryAfter) is { } known)
        {
            return known;
        }

        return effective switch
        {
            401 or 403 => Refused(effective, error),
            402 => Unpaid(effective, error),
            404 or 405 => Missing(effective, error, facts),
            413 => new Reply.ContextExceeded(ReplyReader.Excerpt(error.Message), null, null, IsAtLeast: false),
            408 or 425 or 429 =>
                new Reply.NotReady(WaitReasons.Overloaded, $"the endpoint has too much to do (HTTP {effective}{MessageOf(error)})", reply.RetryAfter),
            500 => Permanent().IsMatch(error.Message) && !Passing().IsMatch(error.Message)
                ? new Reply.RequestRefused($"The endpoint refused the request (HTTP 500{MessageOf(error)}).")
                : new Reply.ServerFailed($"The endpoint failed with HTTP 500{MessageOf(error)}."),
            501 or 505 => new Reply.RequestRefused($"The endpoint cannot do this (HTTP {effective}{MessageOf(error)})."),
            503 => new Reply.NotReady(WaitReasons.Overloaded, $"the endpoint is not ready (HTTP 503{MessageOf(error)})", reply.RetryAfter),
            >= 500 => new Reply.NotReady(
                WaitReasons.Unreachable, $"the endpoint is not ready (HTTP {effective}{MessageOf(error)})", reply.RetryAfter),
            _ => new Reply.RequestRefused($"The endpoint refused the request (HTTP {effective}{MessageOf(error)})."),
        };
    }

    /// <summary>What the words of an error say, whatever its status; null when they say nothing known.</summary>
    /// <param name="error">As it was read.</param>
    /// <param name="facts">The facts of the request.</param>
    /// <param name="status">0 where the error came with a 200.</param>
    /// <param name="retryAfter">As the endpoint asked.</param>
    public static Reply? ClassifyText(ServerError error, RequestFacts facts, int status = 0, TimeSpan? retryAfter = null)
    {
        var said = $"{error.Message} {error.Code} {error.Type}";
        if (EngineDeath().IsMatch(error.Message))
        {
            return new Reply.EngineDied(ReplyReader.Excerpt(error.Message));
        }

        if (PlainToTls().IsMatch(error.Message))
        {
            return new Reply.EndpointWrong($"The endpoint speaks https, and was asked by http{MessageOf(error)}. Write https in Endpoint.");
        }

        if (status != 401 && (NoQuota().IsMatch(said) || (Billing().IsMatch(error.Message) && !Passing().IsMatch(error.Message))))
        {
            return Unpaid(status, error);
        }

        if (BadKey().IsMatch(said) || (status == 0 && error.Message.Equals("Unauthorized", StringComparison.OrdinalIgnoreCase)))
        {
            return Refused(status, error);
        }

        if (FieldErrorReader.Read(error, facts, isBeforeContext: true) is { } dispensable)
        {
            return dispensable;
        }

        if (status is not 401 && ContextErrorReader.Read(error, facts) is { } context)
        {
            return context;
        }

        if (status is 401 or 402 or 408 or 425 or 429)
        {
            return null;
        }

        if (StartingServer.NoWorkers().IsMatch(error.Message))
        {
            return new Reply.NotReady(WaitReasons.Queued, $"no machine is free ({ReplyReader.Excerpt(error.Message)})", retryAfter);
        }

        if (StartingServer.Loading().IsMatch(error.Message))
        {
            return new Reply.NotReady(WaitReasons.Unreachable, $"the model is being loaded ({ReplyReader.Excerpt(error.Message)})", retryAfter);
        }

        if (Busy().IsMatch(said))
        {
            return new Reply.NotReady(WaitReasons.Overloaded, $"the endpoint has too much to do{MessageOf(error)}", retryAfter);
        }

        if (NoChatModel().IsMatch(error.Message))
        {
            return new Reply.RequestRefused($"The model cannot be asked through the chat API{MessageOf(error)}. Choose a chat model.");
        }

        if (FieldErrorReader.Read(error, facts, isBeforeContext: false) is { } field)
        {
            return field;
        }

        if (Roles().IsMatch(error.Message) || (error.Param is { } param && RoleField().IsMatch(param)))
        {
            return new Reply.RolesRefused(ReplyReader.Excerpt(error.Message));
        }

        // A gateway that is ill may say that its model is not available: that passes.
        return status is < 500 or 500 or 501
            && status != 403
            && (error.Param is "model" or "body.model" || NoModelCode().IsMatch(said) || UnknownModel().IsMatch(error.Message))
            ? new Reply.ModelMissing(ReplyReader.Excerpt(error.Message))
            : null;
    }

    private static Reply.RequestRefused Unpaid(int status, ServerError error) => new(
        $"The endpoint refused the request because the account has no credit left (HTTP {status}{MessageOf(error)}). Waiting does not help: look "
            + $"into the plan and billing of the provider.");

    private static Reply.KeyRefused Refused(int status, ServerError error) => new(
        $"The endpoint refused the key (HTTP {status}{MessageOf(error)}). Check Key in the connection string; a proxy or gateway may need its own.");

    private static Reply.EndpointWrong Missing(int status, ServerError error, RequestFacts facts) => new(facts.HasVersion
        ? (Sentence)($"There is no chat API at this address (HTTP {status}{MessageOf(error)}). Check Endpoint in the connection string: is it an "
            + $"OpenAI-compatible server?")
        : $"There is no chat API at this address (HTTP {status}{MessageOf(error)}): Endpoint does not end in /v1. Add it, e.g. "
            + $"Endpoint=http://host:8000/v1.");

    private static string MessageOf(ServerError error) =>
        string.IsNullOrWhiteSpace(error.Message) ? "" : $": {ReplyReader.Excerpt(error.Message)}";

    [GeneratedRegex("""\bEngineCore\b|\bEngineDead|\bengine (?:process |loop )?(?:has |is )?(?:died|dead)\b|background loop (?:has|is) (?:errored|stopped)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex EngineDeath();

    [GeneratedRegex("""plain HTTP request was sent to HTTPS|HTTP request to an HTTPS (?:server|port)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PlainToTls();

    [GeneratedRegex("""insufficient[_ ](?:user[_ ])?(?:quota|credits?|balance|funds)|billing_(?:hard_limit|not_active)|(?:credit )?balance is too low|out of credits?|payment required|negative balance""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NoQuota();

    [GeneratedRegex("""exceeded your current quota|\bbilling\b|(?:any|more|enough|no|prepaid) credits?\b|purchase|spend(?:ing)? limit|account (?:is )?(?:suspended|deactivated|not active|in arrears)|overdue""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Billing();

    /// <summary>It says itself that it passes.</summary>
    [GeneratedRegex("""(?:try|retry)(?:ing)? (?:again|in|after)|rate[ _-]?limit|per (?:minute|min\b|second|hour|day)|temporar|timed? ?out|overloaded|\bbusy\b|unavailable|at capacity|capacity exceeded|\bconnection\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Passing();

    [GeneratedRegex("""invalid_api_key|authentication_error|AuthenticationError|(?:invalid|incorrect|missing|no|expired|wrong|bad) (?:api[ _-]?key|authentication|auth(?:orization)? (?:header|token))|api[ _-]?key (?:not|is not|is missing|is invalid|expired|required)|API_KEY_INVALID""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex BadKey();

    [GeneratedRegex("""rate_limit_(?:exceeded|error)|overloaded_error|\boverloaded\b|RESOURCE_EXHAUSTED|too many (?:concurrent )?(?:requests|connections)|server (?:is )?busy|maximum (?:pending|queue)|queue (?:is )?full|please (?:try again|retry) (?:later|in a)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Busy();

    [GeneratedRegex("""only (?:supported|available) in (?:the )?(?:v1/)?(?:responses|completions)|not a chat model|(?:does not|doesn't) support (?:the )?chat|chat completions? (?:API )?(?:is )?not supported|not supported in the v1/chat|(?:does not|doesn't) support generat|embedding model|chat template""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NoChatModel();

    [GeneratedRegex("""\b(?:system|developer)\b.{0,30}(?:not (?:supported|allowed|permitted|available)|unsupported|must (?:be (?:at the beginning|first|the first)|precede))|(?:not support|unsupported|unknown|unexpected|invalid|unrecogni[sz]ed|got|disallowed).{0,24}\b(?:system|developer)\b|roles? (?:\w+ ){0,4}(?:must|should) alternate|\balternat(?:e|ing)\b|only\W+(?:['"`]?(?:user|assistant|model|tool|and|or)\W+)+roles?|(?:should|must) be\W+(?:one of\W+)?['"`]?(?:user|assistant)['"`]?\W+(?:or|and|,)|expected .{0,40}roles?.{0,20}user|first message must (?:be|have).{0,20}user""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Roles();

    [GeneratedRegex("""^(?:body\.)?messages\W?.*\.role$|^role$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex RoleField();

    [GeneratedRegex("""model_not_found|DeploymentNotFound|ModelNotFound|invalid_model|model_not_(?:supported|available)|unknown_model|no_such_model""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NoModelCode();

    [GeneratedRegex("""\bmodels?\b.{0,300}?\b(?:does not exist|do(?:es)?n't exist|not found|is not (?:served|available|a valid|found|loaded|hosted|supported by)|unknown|could not be found)|\b(?:unknown|no such|invalid|unable to access|unsupported) model\b(?! (?:architecture|output|response))|is not a valid model|deployment for this resource does not exist|no endpoints found for|no models? (?:is |are )?loaded|invalid model name""", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex UnknownModel();

    [GeneratedRegex("""json\.exception|pars(?:e|ing)|invalid|unsupported|not (?:supported|implemented|allowed|permitted)|missing|required|must (?:be|not|have)|malformed|illegal|validation|unrecogni[sz]ed|unknown (?:field|argument|parameter)|unexpected (?:field|argument|key)|bad request|not enough memory|more system memory|insufficient system resources|failed to load|unable to load|out of memory|does not support|jinja|template|cannot be|type_error|wrong type|no such file""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Permanent();
}

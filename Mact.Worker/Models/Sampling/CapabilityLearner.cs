using Mact.Worker.Models.Endpoints;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>What a call's replies and refusals teach about its endpoint: the size of its context, the fields that it takes, how it thinks.</summary>
internal sealed partial class CapabilityLearner(CallContext call)
{
    private const int MaxRefits = 3;

    // Fewer tokens are missing by a count that is only about right.
    private const double CutShare = 0.7;
    private const int MinCut = 1000;

    // A smaller number in an error is none of a context.
    private const int MinContext = 255;
    private const string Effort = "reasoning_effort";

    private int _refits;

    /// <summary>A prompt and its answer that do not fit: the call asks for less from now on.</summary>
    /// <exception cref="ContextTooLongException">It did not fit so again and again.</exception>
    public void Refit(Reply.ContextExceeded exceeded, int maxTokens)
    {
        call.Capabilities.Learn(known => known with
        {
            ContextTokens = exceeded is { IsForNow: false, ContextTokens: > MinContext and var context } ? context : known.ContextTokens,
            MaxOutputTokens = exceeded.LargestOutput ?? known.MaxOutputTokens,
        });
        if (++_refits > MaxRefits)
        {
            throw new ContextTooLongException(
                new QuestionError(ErrorCodes.ContextTooLong, call.Endpoint.Connection.Redact((Sentence)$"{exceeded.Message}")),
                exceeded.PromptTokens,
                exceeded.ContextTokens);
        }

        call.MaxTokens = Math.Min(call.MaxTokens, ContextFitter.Refit(exceeded, call, maxTokens));
    }

    /// <summary>A field that is refused is left out from now on.</summary>
    /// <exception cref="ModelException">It cannot be done without.</exception>
    public void Drop(Reply.FieldRefused refused)
    {
        if (refused.Field == "logprobs")
        {
            throw call.Fail(
                ErrorCodes.OptionNotSupported, $"The endpoint gives no log-probabilities: {refused.Message}. Choose another selection than logp.");
        }

        if (refused.Field == Effort && call.Capabilities.Refuses(ChatRequestWriter.NoEffort))
        {
            // It may know other values.
            return;
        }

        if (refused.Field == "max_completion_tokens" || !call.Capabilities.Refuses(refused.Field))
        {
            // A field that was left out already cannot be the cause.
            throw call.Fail(ErrorCodes.ModelRequestRefused, $"The endpoint refused the field {refused.Field}: {refused.Message}");
        }

        Log.FieldDropped(call.Logger, refused.Field, call.Endpoint.Connection.Server);
    }

    /// <summary>Whether a refusal of the system message or of a begun reply is one from which to go on without it.</summary>
    public bool Drops(Reply refused, bool isBegun)
    {
        if (refused is Reply.RolesRefused roles && call.Capabilities.Knowledge.TakesSystemRole && !(isBegun && IsOfTheLast(roles.Message)))
        {
            call.Capabilities.Learn(static known => known with { TakesSystemRole = false });
            Log.FieldDropped(call.Logger, "system", call.Endpoint.Connection.Server);
            return true;
        }

        if (isBegun)
        {
            call.Capabilities.Learn(static known => known with { Continues = false });
            Log.FieldDropped(call.Logger, "continue_final_message", call.Endpoint.Connection.Server);
        }

        return isBegun;
    }

    /// <summary>A server that cuts a prompt without a word reads as many tokens as its context has; its reply is about another question.</summary>
    public void RefuseCut(ChatReplyBody body)
    {
        var estimate = ContextFitter.Estimate(call.Request);
        if (body.Usage?.PromptTokens is not { } reported || reported < MinCut || reported >= estimate * CutShare)
        {
            return;
        }

        // A count that is merely low is said and may be another way of counting; one that ends where contexts end is a cut.
        Log.PromptCut(call.Logger, call.Endpoint.Connection.Server, reported, estimate);
        if (reported % 256 is 0 or 1 or 255 || reported >= call.ContextTokens * 0.9)
        {
            call.Capabilities.Learn(known => known with { ContextTokens = call.Model.ContextTokens ?? (int)((reported + 255) / 256 * 256) });
            throw ContextFitter.Cut(estimate, (int)reported, call.Endpoint.Connection.Server);
        }
    }

    /// <summary>What a reply shows of the endpoint.</summary>
    public void Remember(ChatReplyBody body, bool isBegun)
    {
        var family = call.Model.Family is EndpointFamily.Other ? null : call.Model.Family.ToString();
        var switches = ChatRequestWriter.ThinkingSwitches(call.Model, call.Options, call.Capabilities);
        var thinkingSwitch = switches.Count == 0 ? null : string.Join(',', switches);
        var read = body.Usage?.PromptTokens ?? 0;
        call.Capabilities.Learn(known => known.Streams == call.Options.Stream
            && known.Family == family
            && known.ContextTokens == Context(known)
            && known.ThinkingSwitch == thinkingSwitch
            && (!isBegun || known.Continues is not null)
                ? known
                : known with
                {
                    Streams = call.Options.Stream && call.Capabilities.Takes("stream"),
                    Family = family,
                    ContextTokens = Context(known),
                    ThinkingSwitch = thinkingSwitch,
                    Continues = isBegun ? HasContinued(body) : known.Continues,
                });

        // What was learnt from an error before is no longer true of a server that was started with more.
        int? Context(EndpointKnowledge known) => call.Model.ContextTokens ?? (known.ContextTokens < read ? null : known.ContextTokens);
    }

    // "Expected last role User … but got assistant": the begun reply is what is refused, not the system message.
    private static bool IsOfTheLast(string message) => message.Contains("last role", StringComparison.OrdinalIgnoreCase);

    // A reply in which the begun text comes later was begun anew.
    private bool HasContinued(ChatReplyBody body)
    {
        var texts = (body.Choices ?? []).Select(static choice => (choice.Message ?? choice.Delta)?.Content ?? string.Empty).ToList();
        return texts.Count(text => text.IndexOf(call.Request.BegunReply!, StringComparison.Ordinal) > 0) * 2 < texts.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 302,
            Level = LogLevel.Information,
            Message = "The model endpoint {Server} does not take the field {Field}; it is left out from now on")]
        public static partial void FieldDropped(ILogger logger, string field, string server);

        [LoggerMessage(
            EventId = 310,
            Level = LogLevel.Warning,
            Message = "The model endpoint {Server} read {Reported} tokens of a prompt of about {Estimate}: it may cut prompts")]
        public static partial void PromptCut(ILogger logger, string server, long reported, int estimate);
    }
}

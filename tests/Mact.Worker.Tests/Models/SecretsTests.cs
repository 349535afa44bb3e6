using System.Collections.Concurrent;
using System.Diagnostics;
using Mact.Worker.Models;

namespace Mact.Worker.Tests.Models;

/// <summary>Keys, prompts and completions stay out of logs and errors at every level.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task Nothing_secret_is_logged_or_thrown_whatever_the_endpoint_answers()
    {
        await using var fixture = await ModelFixture.StartAsync();
        ScriptedReply[] replies =
        [
            Replies.Samples(),
            Replies.Choices(Replies.Choice(0, "sample private", "abort")),
            Replies.Error(401, $"Incorrect API key provided: {ScriptedEndpoint.Key}", "invalid_request_error"),
            Replies.Error(400, $"Bad header Bearer {ScriptedEndpoint.Key}", "BadRequestError"),
            Replies.Json(200, $$"""{"error":"{'message': 'key {{ScriptedEndpoint.Key}} expired'}"}"""),
            Replies.Html(200, $"<html>{ScriptedEndpoint.Key}</html>"),
            Replies.Reset(),
            Replies.Json(404, $$"""{"detail":"no route for {{ScriptedEndpoint.Key}}"}"""),
        ];
        var errors = new List<string>();
        foreach (var reply in replies)
        {
            fixture.Endpoint.Answer(reply, reply, reply);
            try
            {
                var batch = await fixture.SampleInTimeAsync();
                errors.AddRange(batch.Tries.Select(static attempt => attempt.Error ?? ""));
            }
            catch (ModelException exception)
            {
                errors.Add(exception.ToString());
                errors.Add(exception.Error.ToString());
            }
        }

        errors.Count.ShouldBeGreaterThan(5);
        errors.ShouldAllBe(static text => !text.Contains(ScriptedEndpoint.Key, StringComparison.Ordinal));
        fixture.Logs.Lines.Count.ShouldBeGreaterThan(10);
        fixture.Logs.Lines.ShouldAllBe(static line => !line.Contains(ScriptedEndpoint.Key, StringComparison.Ordinal));
        fixture.Logs.Lines.ShouldAllBe(
            static line => !line.Contains("Which city", StringComparison.Ordinal) && !line.Contains("sample ", StringComparison.Ordinal));
        fixture.Endpoint.Chats[0].Headers["Authorization"].ShouldBe($"Bearer {ScriptedEndpoint.Key}");
    }

    [Fact]
    public async Task A_key_that_an_endpoint_encodes_or_cuts_is_in_no_error_log_trace_or_health_report()
    {
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(
                $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} "
                    + string.Join(' ', span.Events.SelectMany(static told => told.Tags).Select(static tag => $"{tag.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        foreach (var form in WrittenKeys.FormsOf(ScriptedEndpoint.Key))
        {
            await using var fixture = await ModelFixture.StartAsync();
            var reply = Replies.Error(401, $"Incorrect API key provided: {form}", "invalid_request_error");
            fixture.Endpoint.Answer(reply, reply, reply);
            List<string> told = [];
            try
            {
                told.AddRange((await fixture.SampleInTimeAsync()).Tries.Select(static attempt => attempt.Error ?? ""));
            }
            catch (ModelException exception)
            {
                told.Add(exception.ToString());
                told.Add(exception.Error.ToString());
            }

            told.Add((await fixture.HealthAsync()).Description ?? "");
            told.AddRange(fixture.Logs.Lines);
            told.ShouldAllBe(text => !text.Contains(form, StringComparison.OrdinalIgnoreCase), form);
            spans.ShouldAllBe(text => !text.Contains(form, StringComparison.OrdinalIgnoreCase), form);
        }

        spans.ShouldNotBeEmpty();
    }
}

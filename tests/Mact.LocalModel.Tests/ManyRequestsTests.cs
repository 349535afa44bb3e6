using System.Text;
using CsCheck;
using Mact.LocalModel.Decoding;

namespace Mact.LocalModel.Tests;

/// <summary>The loop over a model that shows it when requests or samples get into each other's way.</summary>
public sealed class ManyRequestsTests
{
    private const string Stable = "THEBEGINNINGTHATEVERYPROMPTOFTHISKINDHASINCOMMON";

    private static readonly Gen<GenerationRequest> Requests = Gen.Select(
        Gen.Int[1, Stable.Length],
        Gen.Char['A', 'F'].Array[1, 12],
        Gen.Int[1, 6],
        Gen.Int[1, 30],
        Gen.Int[0, 1000],
        static (shared, own, samples, maxTokens, seed) => Request(Stable[..shared] + new string(own), samples, maxTokens, seed));

    [Fact]
    public void Every_sample_gets_what_it_would_get_alone() => Gen.Select(
        Requests.Array[1, 8], Gen.Int[100, 300], Gen.Int[2, 12], Gen.Int[12, 40]).Sample(
        (requests, cells, sequences, batchTokens) =>
        {
            using var model = new ToyModel(contextTokens: 96, cells, sequences, batchTokens);

            var replies = Run(model, requests);

            for (var i = 0; i < requests.Length; i++)
            {
                replies[i].ShouldBe(Enumerable.Range(0, requests[i].Samples).Select(sample => ToyModel.Alone(requests[i], sample)));
            }
        },
        iter: 200,
        threads: 1);

    [Fact]
    public void Requests_that_come_together_evaluate_what_they_have_in_common_once()
    {
        using var model = new ToyModel();

        Run(model, Request(Stable + "ABC", maxTokens: 1), Request(Stable + "XYZ", maxTokens: 1), Request(Stable + "KLM", maxTokens: 1));

        model.Batches.Sum(static batch => batch.Count).ShouldBe(Stable.Length + (3 * 3));
    }

    [Fact]
    public void Samples_of_several_requests_are_evaluated_in_one_batch()
    {
        using var model = new ToyModel(sequences: 12);

        Run(model, Request("FIRST", samples: 3, maxTokens: 20), Request("SECOND", samples: 4, maxTokens: 20));

        model.Batches.Max(static batch => batch.Count(static token => token.WantsLogits)).ShouldBe(7);
    }

    [Fact]
    public void A_request_that_does_not_fit_waits_until_another_has_ended()
    {
        using var model = new ToyModel(cells: 96, sequences: 8);
        GenerationRequest[] requests = [Request("ABCDEFGH", samples: 2, maxTokens: 50), Request("STUVWXYZ", samples: 2, maxTokens: 50)];

        var replies = Run(model, requests);

        replies.SelectMany(static samples => samples).Count().ShouldBe(4);
        var last = model.Batches.FindLastIndex(static batch => batch.Any(static token => token is { Position: 0, Token: 1 }));
        var first = model.Batches.FindIndex(static batch => batch.Any(static token => token is { Position: 0, Token: 'S' - 'A' + 1 }));
        first.ShouldBeGreaterThan(last);
    }

    [Fact]
    public void A_request_whose_client_has_left_stops_at_the_next_token_and_others_go_on()
    {
        using var model = new ToyModel();
        using var leaving = new CancellationTokenSource();
        using var scheduler = new Scheduler(model);
        var (left, stays) = (Endless("LEAVES"), Endless("STAYS"));
        var leaver = scheduler.Submit(left, leaving.Token);
        var stayer = scheduler.Submit(stays, CancellationToken.None);
        var steps = 0;
        model.Decoding = batch =>
        {
            if (batch.Count(static token => token.WantsLogits) == 2 && ++steps == 3)
            {
                leaving.Cancel();
            }
        };

        var text = ReadWhileRunning(scheduler, stayer)[0];

        text.ShouldBe(ToyModel.Alone(stays, 0));
        steps.ShouldBe(3);
        Should.Throw<OperationCanceledException>(async () => await leaver.ReadAsync().ToListAsync());
    }

    [Fact]
    public void A_reply_ends_before_a_stop_text_that_several_tokens_make()
    {
        using var model = new ToyModel();
        var whole = Endless("TELL");
        var text = ToyModel.Alone(whole, 0);
        text.Length.ShouldBeGreaterThan(6);

        var cut = Run(model, whole with { Stops = [text[3..6]] })[0][0];

        cut.ShouldBe(text[..text.IndexOf(text[3..6], StringComparison.Ordinal)]);
    }

    private static GenerationRequest Request(string prompt, int samples = 1, int maxTokens = 6, int seed = 7) =>
        new(ToyModel.Tokens(prompt), samples, maxTokens, [], new SamplingParameters(), seed);

    /// <summary>A request whose reply is long, whichever seed that takes.</summary>
    private static GenerationRequest Endless(string prompt) => Enumerable.Range(0, 1000)
        .Select(seed => Request(prompt, maxTokens: 30, seed: seed))
        .First(static request => ToyModel.Alone(request, 0).Length == 30);

    private static List<List<string>> Run(ToyModel model, params GenerationRequest[] requests)
    {
        using var scheduler = new Scheduler(model);
        return ReadAll(scheduler, [.. requests.Select(request => scheduler.Submit(request, CancellationToken.None))]);
    }

    private static List<string> ReadWhileRunning(Scheduler scheduler, Generation generation) => ReadAll(scheduler, [generation])[0];

    /// <summary>Lets the scheduler work on a thread of its own until everything was read. What was submitted is there before it begins.</summary>
    private static List<List<string>> ReadAll(Scheduler scheduler, List<Generation> generations)
    {
        using var stopping = new CancellationTokenSource();
        var running = Task.Run(() => scheduler.Run(stopping.Token), CancellationToken.None);
        try
        {
            return [.. generations.Select(static generation => Read(generation).GetAwaiter().GetResult())];
        }
        finally
        {
            stopping.Cancel();
            running.GetAwaiter().GetResult();
        }
    }

    private static async Task<List<string>> Read(Generation generation)
    {
        var texts = Enumerable.Range(0, generation.Request.Samples).Select(static _ => new StringBuilder()).ToList();
        await foreach (var happened in generation.ReadAsync())
        {
            texts[happened.Sample].Append(happened switch
            {
                SampleEvent.Token token => token.Text,
                SampleEvent.Ended ended => ended.Text,
                _ => string.Empty,
            });
        }

        return [.. texts.Select(static text => text.ToString())];
    }
}

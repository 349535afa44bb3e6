using Mact.LocalModel.Decoding;

namespace Mact.LocalModel.Tests;

/// <summary>The loop over a model whose next token is the last one plus one, and which counts what it is made to do.</summary>
public sealed class SchedulerTests : IDisposable
{
    private readonly CountingModel _model = new(context: 64, cells: 128);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Scheduler _scheduler;
    private readonly Thread _thread;

    public SchedulerTests()
    {
        _scheduler = new(_model);
        _thread = new(() => _scheduler.Run(_stopping.Token));
        _thread.Start();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_prompt_is_evaluated_once_whatever_the_number_of_its_samples()
    {
        var replies = await AskAsync([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], samples: 5, maxTokens: 3);

        replies.ShouldBe(Enumerable.Repeat("11 12 13 ", 5));
        _model.Evaluated.ShouldBe(9 + (5 * 3));
    }

    [Fact]
    public async Task What_prompts_have_in_common_is_evaluated_once()
    {
        await AskAsync([1, 2, 3, 4, 5, 6, 7, 8], samples: 1, maxTokens: 1);
        var before = _model.Evaluated;

        var generation = _scheduler.Submit(new([1, 2, 3, 4, 5, 6, 20, 21], 1, 1, [], new(Temperature: 0)), Cancellation);
        var reply = await TextAsync(generation, 1);

        reply.ShouldBe(["22 "]);
        generation.CachedTokens.ShouldBe(6);
        (_model.Evaluated - before).ShouldBe(2);
    }

    [Fact]
    public async Task What_does_not_fit_waits_and_is_answered_then()
    {
        var many = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => AskAsync([i + 1, 30, 31], samples: 4, maxTokens: 20)));

        many.SelectMany(static replies => replies).Distinct().ShouldHaveSingleItem().ShouldStartWith("32 33 34 ");
        _model.PeakCells.ShouldBeLessThanOrEqualTo(_model.Cells);
    }

    [Fact]
    public async Task A_request_whose_client_leaves_stops_and_frees_its_place()
    {
        using var leaving = new CancellationTokenSource();
        var left = _scheduler.Submit(new([1, 2], 1, 60, [], new(Temperature: 0)), leaving.Token);
        await leaving.CancelAsync();

        (await AskAsync([5, 6], samples: 6, maxTokens: 15)).ShouldAllBe(static text => text.StartsWith("7 8 9 ", StringComparison.Ordinal));
        await Should.ThrowAsync<OperationCanceledException>(async () => await TextAsync(left, 1));
    }

    [Fact]
    public async Task A_failed_batch_ends_what_runs_with_its_words_and_the_next_request_is_answered()
    {
        _model.FailNext = true;

        (await Should.ThrowAsync<ModelFailedException>(AskAsync([1, 2], samples: 1, maxTokens: 2))).Message.ShouldBe("broken");
        (await AskAsync([1, 2], samples: 1, maxTokens: 2)).ShouldBe(["3 4 "]);
    }

    [Fact]
    public async Task A_reply_ends_at_its_stop_and_at_the_models_own_end()
    {
        var generation = _scheduler.Submit(new([1, 2], 1, 9, ["5"], new(Temperature: 0)), Cancellation);
        (await TextAsync(generation, 1)).ShouldBe(["3 4 "]);
        (await AskAsync([CountingModel.End - 3], samples: 1, maxTokens: 9)).ShouldBe([$"{CountingModel.End - 2} {CountingModel.End - 1} "]);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _thread.Join();
        _scheduler.Dispose();
        _stopping.Dispose();
    }

    private Task<string[]> AskAsync(int[] prompt, int samples, int maxTokens) =>
        TextAsync(_scheduler.Submit(new(prompt, samples, maxTokens, [], new(Temperature: 0)), Cancellation), samples);

    private static async Task<string[]> TextAsync(Generation generation, int samples)
    {
        var texts = new string[samples];
        await foreach (var happened in generation.ReadAsync())
        {
            texts[happened.Sample] += happened switch
            {
                SampleEvent.Token token => token.Text,
                SampleEvent.Ended ended => ended.Text,
                _ => string.Empty,
            };
        }

        return texts;
    }

    private sealed class CountingModel(int context, int cells) : ILanguageModel
    {
        public const int End = 99;
        private readonly Dictionary<int, List<int>> _sequences = [];
        private readonly float[] _scores = new float[End + 1];
        private IReadOnlyList<BatchToken> _batch = [];

        public int ContextTokens => context;

        public int Cells => cells;

        public int Sequences => 16;

        public int BatchTokens => 32;

        public bool FailNext { get; set; }

        /// <summary>Tokens that were evaluated.</summary>
        public int Evaluated { get; private set; }

        /// <summary>Tokens at once in all sequences, where those of equal beginnings count once.</summary>
        public int PeakCells { get; private set; }

        public int[] Tokenize(string text) => [];

        public byte[] Piece(int token) => [.. $"{token} ".Select(static c => (byte)c)];

        public bool EndsReply(int token) => token == End;

        public void Decode(IReadOnlyList<BatchToken> batch)
        {
            if (FailNext)
            {
                FailNext = false;
                throw new ModelFailedException("broken");
            }

            foreach (var token in batch)
            {
                var sequence = Of(token.Sequence);
                sequence.Count.ShouldBe(token.Position);
                sequence.Add(token.Token);
            }

            Evaluated += batch.Count;
            _batch = [.. batch];
            PeakCells = Math.Max(
                PeakCells,
                _sequences.Values.SelectMany(static tokens => tokens.Select((_, i) => string.Join(',', tokens[..(i + 1)]))).Distinct().Count());
        }

        public ReadOnlySpan<float> Logits(int index)
        {
            Array.Clear(_scores);
            _scores[Math.Min(End, _batch[index].Token + 1)] = 1;
            return _scores;
        }

        public void Fork(int from, int to, int count)
        {
            Of(to).ShouldBeEmpty();
            Of(to).AddRange(Of(from)[..count]);
        }

        public void Clear(int sequence) => Of(sequence).Clear();

        public void Dispose()
        {
        }

        private List<int> Of(int sequence) => _sequences.TryGetValue(sequence, out var tokens) ? tokens : _sequences[sequence] = [];
    }
}

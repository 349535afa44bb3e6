using Mact.Testing;

namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>Compares the journals of all questions with what the model endpoint saw.</summary>
internal sealed class ChaosAudit
{
    // Seeds of one sampling point lie within one block (SeedSequence), so that a request tells which point it is for.
    private const long Block = 1024;

    private readonly IReadOnlyList<JournalOfQuestion> _questions;
    private readonly Dictionary<long, JournalOfQuestion> _byPoint = [];

    public ChaosAudit(IReadOnlyList<JournalOfQuestion> questions)
    {
        _questions = questions;
        foreach (var question in questions)
        {
            foreach (var call in question.Calls)
            {
                _byPoint[Point(call.Seed!.Value)] = question;
            }
        }
    }

    /// <summary>Claims that ended without an outcome: each had at most one call in flight.</summary>
    public int BrokenClaims => _questions.Sum(static question => question.BrokenClaims);

    /// <summary>Requests that repeated an earlier one with the same body.</summary>
    public int Repeated { get; private set; }

    /// <summary>Every question has exactly one outcome, and it is the expected one.</summary>
    public void CheckOutcomes(IReadOnlyList<QuestionView> expected)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            var question = _questions[i];
            question.Records.Count(static record => record is Finished).ShouldBe(1, $"Question {question.View.Id} must be settled once.");
            question.View.Status.ShouldBe(expected[i].Status, question.View.Message);
            question.View.Answer.ShouldBe(expected[i].Answer, question.View.Id);
            question.View.Agreement?.Votes.ShouldBe(expected[i].Agreement!.Votes, question.View.Id);
        }
    }

    /// <summary>
    /// No call is repeated whose record is in the journal; and a repeated call was in flight (sent, not recorded) on a worker at the moment when
    /// that very worker was killed or suspended. Requests that the endpoint spoilt on purpose are no case for it: sending them again is right.
    /// </summary>
    public void CheckCalls(IEnumerable<ReceivedRequest> requests, IReadOnlyList<Blow> blows)
    {
        foreach (var body in requests.GroupBy(static request => request.Body, StringComparer.Ordinal))
        {
            var point = Point(body.First().Seed);
            _byPoint.TryGetValue(point, out var question).ShouldBeTrue($"A request with the seed {body.First().Seed} belongs to no recorded call.");

            // Samples drawn later at the same point have the seeds behind.
            var recorded = question!.Calls.Where(call => Point(call.Seed!.Value) == point && call.Seed <= body.First().Seed)
                .MaxBy(static call => call.Seed)!.At;
            var tries = body.OrderBy(static request => request.Arrived).ToList();
            tries[^1].Arrived.ShouldBeLessThanOrEqualTo(recorded, $"Question {question.View.Id}: a call was made again after it had been recorded.");
            foreach (var (first, again) in tries.Zip(tries.Skip(1)))
            {
                Repeated++;
                var holder = question.HolderAt(first.Arrived);
                blows.ShouldContain(
                    blow => blow.HitsCalls && blow.Node == holder && first.Arrived <= blow.To && blow.From <= again.Arrived,
                    $"Question {question.View.Id}: {holder} sent a request at {first.Arrived:HH:mm:ss.fff} that was sent again at "
                            + $"{again.Arrived:HH:mm:ss.fff}, and nothing had happened to it. All that happened: {string.Join(", ", blows)}.");
            }
        }
    }

    private static long Point(long seed) => seed & ~(Block - 1);
}

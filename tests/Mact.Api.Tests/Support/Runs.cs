using Mact.Api.Tests.Fakes;

namespace Mact.Api.Tests.Support;

/// <summary>Records as a worker writes them.</summary>
internal static class Runs
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 5, TimeSpan.Zero);

    public static AttemptStarted Started { get; } = new("worker-1", 12) { Key = "started", At = At, Attempt = 1 };

    public static Finished Answered { get; } =
        new(
            new Outcome.Answered(
                ["Arden"],
                AnsweredBy.Finish,
                new Agreement(4, 5, 1, Executed: true))
            { Sql = "SELECT 1" })
        { Key = "finished", At = At, Attempt = 1 };

    public static Finished Failed { get; } =
        new(
            new Outcome.Failed(new QuestionError(ErrorCodes.ModelNotFound, "The endpoint does not serve "
                + "'x'.", ["y"])))
        { Key = "finished", At = At, Attempt = 1 };

    /// <summary>Three results, of which two differ in their form alone.</summary>
    public static Observed Voted { get; } =
        new(
            1,
            "Arden",
            Verified: true,
            new(3, 5, 1, Executed: true),
            [new("Arden", 3, [0, 1, 2], []), new("ARDEN", 1, [3], []), new("Belmore", 1, [4], [])],
            DerivedTable: null,
            "SELECT 1")
        { Key = "1/observed", At = At, Attempt = 1 };

    /// <summary>A call whose prompt is one part.</summary>
    public static ModelCall Called(string part) => new(
        CallPurpose.Plan,
        1,
        [new("user", [part])],
        N: 5,
        Temperature: 0.6,
        Seed: 1,
        new([], TokenUsage.None) { Endpoint = "planner", Model = "some-model", StartedAt = At, DurationMs = 3, Tries = [] })
    {
        Key = "1/plan/0",
        At = At,
        Attempt = 1,
    };

    /// <summary>Started, then answered.</summary>
    public static void Answer(this MemoryStore store, string id)
    {
        store.Get(id)!.Append(Started);
        store.Get(id)!.Append(Answered);
    }
}

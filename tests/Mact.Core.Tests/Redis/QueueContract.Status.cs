using CsCheck;
using Mact.Core.Queueing;

namespace Mact.Core.Tests.Redis;

/// <summary>One truth for a status: what the store and its history say is what the records come to.</summary>
public abstract partial class QueueContract
{
    [Fact]
    public Task After_every_step_of_any_walk_the_history_says_what_the_records_say() => QuestionWalks.All.SampleAsync(
        async walk =>
        {
            var mact = await server.EmptyAsync(new QueueOptions { MaxAttempts = 2, CancelGrace = TimeSpan.Zero });
            var question = await mact.SubmitAsync();
            Lease? lease = null;
            foreach (var (number, step) in walk.Index())
            {
                lease = await QuestionWalks.StepAsync(mact.Queue, mact.Store, question.Id, lease, step, number);

                var told = (await mact.Store.ListAsync(before: null, 10, Token)).ShouldHaveSingleItem().Status;
                told.ShouldBe((await mact.ViewAsync(question)).Status, $"{string.Join(", ", walk)}: after {number + 1}");
            }
        },
        iter: 60,
        threads: 1);
}

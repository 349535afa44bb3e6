using Mact.Api.Access;
using Mact.Api.Evaluations;
using Mact.Api.Http;
using Mact.Api.Questions;
using Mact.Core.Access;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Tables;
using Mact.Evaluation.DataSets;
using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Mact.Api.Tests.Evaluations;

public sealed class EvaluationItemsTests
{
    private readonly IQuestionStore _store = Substitute.For<IQuestionStore>();
    private readonly IStoreSize _size = Substitute.For<IStoreSize>();
    private readonly EvaluationItems _items;

    public EvaluationItemsTests()
    {
        var current = new CurrentPerson(new HttpContextAccessor(), Options.Create(new AuthOptions()));
        var admission = new Admission(Options.Create(new AskLimits()), Substitute.For<ITokenLedger>(), current, TimeProvider.System);
        var room = new Room(
            current,
            Substitute.For<IOwnership>(),
            _size,
            Options.Create(new AuthOptions()),
            Options.Create(new RequestLimits()),
            TimeProvider.System);
        _items = new(_store, Substitute.For<IQuestionQueue>(), admission, room, TimeProvider.System, NullLogger<EvaluationItems>.Instance);
    }

    private static DataSetRow Row => DataSetReader.Read(EvaluationApp.Item("a"), new("data.jsonl"))[0];

    [Fact]
    public async Task A_row_that_cannot_be_carried_out_has_a_result_that_says_why()
    {
        _store.PutTableAsync(Arg.Any<Table>(), Arg.Any<CancellationToken>()).ThrowsAsync(new InvalidDataException("Half a cell."));

        var result = await _items.RunAsync(new('e', 32), new("agent", new()), Row, 1, TestContext.Current.CancellationToken);

        (result.Outcome, result.Verdict, result.Reason).ShouldBe(
            (ItemResult.Refused, ItemVerdict.Unanswered, "It could not be carried out: Half a cell."));
    }

    [Fact]
    public async Task A_row_that_there_is_no_room_for_says_so()
    {
        _size.ReadAsync(Arg.Any<CancellationToken>()).Returns(new StoreSize(95, 100));

        var result = await _items.RunAsync(new('e', 32), new("agent", new()), Row, 1, TestContext.Current.CancellationToken);

        result.Outcome.ShouldBe(ItemResult.Refused);
        result.Reason.ShouldNotBeNull().ShouldContain("There is no room for this");
    }

    [Fact]
    public async Task A_store_that_does_not_answer_leaves_the_row_for_later()
    {
        _store.PutTableAsync(Arg.Any<Table>(), Arg.Any<CancellationToken>()).ThrowsAsync(new StoreUnavailableException("Away."));

        await Should.ThrowAsync<StoreUnavailableException>(
            () => _items.RunAsync(new('e', 32), new("agent", new()), Row, 1, TestContext.Current.CancellationToken));
    }
}

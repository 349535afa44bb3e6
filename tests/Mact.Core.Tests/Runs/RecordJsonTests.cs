using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mact.Core.Tests.Runs;

public sealed class RecordJsonTests
{
    [Fact]
    public void Every_kind_of_record_has_a_sample_here() =>
        SampleRecords.All.Select(static record => record.GetType()).ShouldBe(KindsOf(typeof(RunRecord)), ignoreOrder: true);

    [Fact]
    public void Every_kind_of_outcome_has_a_sample_here() =>
        SampleRecords.Outcomes.Select(static outcome => outcome.GetType()).ShouldBe(KindsOf(typeof(Outcome)), ignoreOrder: true);

    [Fact]
    public void Every_record_survives_the_round_trip_as_itself()
    {
        var outcomes = SampleRecords.Outcomes.Select(static outcome => new Finished(outcome) { Key = "finished", At = SampleRecords.At });
        foreach (var record in SampleRecords.All.Concat(outcomes))
        {
            var json = JsonSerializer.Serialize(record, MactJson.Default.RunRecord);

            var read = JsonSerializer.Deserialize(json, MactJson.Default.RunRecord).ShouldNotBeNull();

            read.GetType().ShouldBe(record.GetType());
            JsonSerializer.Serialize(read, MactJson.Default.RunRecord).ShouldBe(json);
        }
    }

    [Fact]
    public void The_kind_stands_in_the_json_in_camel_case_and_nulls_are_left_out()
    {
        var call = SampleRecords.ModelCall with { Reply = SampleRecords.ModelCall.Reply with { Server = null } };

        var json = JsonNode.Parse(JsonSerializer.Serialize(call, MactJson.Default.RunRecord))!.AsObject();

        json["type"]!.GetValue<string>().ShouldBe("modelCall");
        json["purpose"]!.GetValue<string>().ShouldBe("repair");
        json["reply"]!.AsObject().ContainsKey("server").ShouldBeFalse();
    }

    private static IEnumerable<Type> KindsOf(Type family) =>
        family.Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(family));
}

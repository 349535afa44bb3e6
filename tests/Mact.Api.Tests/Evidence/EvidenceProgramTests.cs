namespace Mact.Api.Tests.Evidence;

public sealed class EvidenceProgramTests
{
    [Fact]
    public void A_program_over_source_tables_stays_as_it_is() =>
        EvidenceProgram.SelfContained("SELECT 1 FROM cities", [Step(1, "step1", "SELECT 2")]).ShouldBe("SELECT 1 FROM cities");

    [Fact]
    public void Earlier_results_are_put_in_front_in_the_order_they_depend_on_each_other()
    {
        var sql = EvidenceProgram.SelfContained(
            "SELECT max(v) FROM step2", [Step(1, "step1", "SELECT v FROM cities;"), Step(2, "step2", "SELECT v FROM step1")]);

        sql.ShouldBe("WITH step1 AS (\nSELECT v FROM cities\n),\nstep2 AS (\nSELECT v FROM step1\n)\nSELECT max(v) FROM step2");
    }

    [Fact]
    public void A_program_that_begins_with_its_own_expressions_keeps_them() =>
        EvidenceProgram.SelfContained("with recursive n AS (SELECT 1) SELECT * FROM n, step1", [Step(1, "step1", "SELECT 2")])
            .ShouldBe("WITH recursive step1 AS (\nSELECT 2\n),\nn AS (SELECT 1) SELECT * FROM n, step1");

    [Fact]
    public void A_circle_does_not_hang() =>
        EvidenceProgram.SelfContained(
            "SELECT * FROM step1", [Step(1, "step1", "SELECT * FROM step2"), Step(2, "step2", "SELECT * FROM step1")]).ShouldStartWith("WITH ");

    private static Observed Step(int number, string derived, string sql) => new(number, "x", true, null, [], derived, sql) { Key = "k" };
}

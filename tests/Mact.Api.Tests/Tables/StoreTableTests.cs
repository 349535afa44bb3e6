using System.Net;
using System.Text;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Tables;

public sealed class StoreTableTests
{
    [Fact]
    public async Task A_json_table_is_stored_under_an_id_of_its_content_with_detected_types()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables", Requests.Cities);

        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.At("name").ShouldBe("cities");
        reply.At("rowCount").ShouldBe("2");
        reply.At("columns.0.name").ShouldBe("City");
        reply.At("columns.0.originalName").ShouldBe("City");
        reply.At("columns.0.type").ShouldBe("text");
        reply.At("columns.1.type").ShouldBe("integer");
        reply.Headers.Location!.ToString().ShouldBe($"/tables/{reply.At("id")}");
    }

    [Fact]
    public async Task The_same_rows_under_another_name_have_the_same_id()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var first = await client.PostAsync("/tables", Requests.Cities);
        var second = await client.PostAsync("/tables", Requests.Cities.Replace("cities", "towns", StringComparison.Ordinal));

        second.At("name").ShouldBe("towns");
        second.At("id").ShouldBe(first.At("id"));
    }

    [Fact]
    public async Task Duplicate_and_empty_column_names_are_repaired_and_said()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables", """{"columns":["a","a",""],"rows":[["1","2","3"]]}""");

        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        var columns = reply.Body["columns"]!.AsArray().Select(static column => column!["name"]!.GetValue<string>()).ToArray();
        columns.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(3);
        columns.ShouldAllBe(static name => name.Length > 0);
        reply.Body["repairs"]!.AsArray().Select(static repair => repair!["code"]!.GetValue<string>()).ShouldBe(
            ["duplicateHeader", "emptyHeader"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("text/csv", "City,People\nArden,131900\n")]
    [InlineData("text/tab-separated-values", "City\tPeople\nArden\t131900\n")]
    [InlineData("text/plain; charset=utf-8", "City;People\nArden;131900\n")]
    [InlineData("application/json", """[{"City":"Arden","People":131900}]""")]
    public async Task The_source_itself_may_be_the_body(string contentType, string source)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables?name=towns", Encoding.UTF8.GetBytes(source), contentType);

        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.At("name").ShouldBe("towns");
        reply.At("columns.1.name").ShouldBe("People");
        reply.At("columns.1.type").ShouldBe("integer");
    }

    [Fact]
    public async Task A_file_of_a_form_names_its_table()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostFormAsync("/tables", [], ("towns.csv", "City,People\nArden,131900\n"u8.ToArray()));

        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.At("name").ShouldBe("towns");
    }

    [Fact]
    public async Task Several_files_give_several_tables_and_say_which_were_skipped()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostFormAsync("/tables", [], ("a.csv", "x\n1\n"u8.ToArray()), ("b.json", """[{"y":2}]"""u8.ToArray()), ("c.csv", []));

        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.Body["tables"]!.AsArray().Select(static table => table!["name"]!.GetValue<string>()).ShouldBe(["a", "b"]);
        reply.At("skipped.0.name").ShouldBe("c");
        reply.At("skipped.0.code").ShouldBe("empty");
    }

    [Fact]
    public async Task Pasted_text_of_a_form_is_a_table()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostFormAsync("/tables", [("text", "a\tb\n1\t2\n"), ("name", "pasted")]);

        reply.Status.ShouldBe(HttpStatusCode.Created, reply.Text);
        reply.At("name").ShouldBe("pasted");
        reply.At("rowCount").ShouldBe("1");
    }

    [Fact]
    public async Task Types_can_be_overridden()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables?types=auto,text", "a,b\n1,2\n"u8.ToArray(), "text/csv");

        reply.At("columns.0.type").ShouldBe("integer");
        reply.At("columns.1.type").ShouldBe("text");
    }

    [Fact]
    public async Task Types_of_a_json_table_stand_beside_it_or_in_its_columns()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var beside = await client.PostAsync("/tables", """{"columns":["a","b"],"rows":[["1","2"]],"types":["text","number"]}""");
        var inside = await client.PostAsync("/tables", """{"columns":[{"name":"a","type":"text"},{"name":"b","type":"number"}],"rows":[[1,2]]}""");

        beside.At("columns.0.type").ShouldBe("text");
        beside.At("columns.1.type").ShouldBe("number");
        inside.At("id").ShouldBe(beside.At("id"));
    }

    [Fact]
    public async Task A_lower_row_can_be_the_header()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables?headerRow=2", "Report,of 2020\nCity,People\nArden,131900\n"u8.ToArray(), "text/csv");

        reply.At("columns.0.name").ShouldBe("City");
        reply.At("columns.1.type").ShouldBe("integer");
        reply.At("rowCount").ShouldBe("1");
    }

    [Fact]
    public async Task A_source_without_a_header_keeps_its_first_row()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables?headerRow=0", "Arden,131900\nBelmore,115050\n"u8.ToArray(), "text/csv");

        reply.At("rowCount").ShouldBe("2");
        reply.At("columns.1.type").ShouldBe("integer");
        var rows = await client.ReadAsync($"/tables/{reply.At("id")}/rows");
        rows.At("rows.0.0").ShouldBe("Arden");
    }

    [Theory]
    [InlineData("?headerRow=9", "invalidHeaderRow")]
    [InlineData("?headerRow=-1", "invalidHeaderRow")]
    [InlineData("?types=money", "invalidTypes")]
    [InlineData("?types=text,text,text", "invalidTypes")]
    public async Task Overrides_that_do_not_fit_are_refused_in_words(string query, string code)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostAsync("/tables" + query, "a,b\n1,2\n"u8.ToArray(), "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("""{"columns":["a","b"],"rows":[["1"]]}""", "raggedRows")]
    [InlineData("""{"columns":["a"],"rows":"x"}""", "invalidTable")]
    [InlineData("""{"columns":["a"],"rows":[[{}]]}""", "invalidTable")]
    [InlineData("""{"rows":[["1"]]}""", "invalidTable")]
    [InlineData("""{"hello":1}""", "invalidTable")]
    [InlineData("""{"columns":["a"],"columns":["b"],"rows":[]}""", "brokenJson")]
    [InlineData("""{"columns":["\ud800"],"rows":[["1"]]}""", "brokenJson")]
    [InlineData("[]", "empty")]
    public async Task Json_that_is_no_table_is_refused_in_words(string json, string code)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostAsync("/tables", json)).ShouldBeProblem(HttpStatusCode.BadRequest, code);
        factory.Store.TableCount.ShouldBe(0);
    }

    [Fact]
    public async Task Broken_json_is_refused_with_the_place_where_it_breaks()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables", "{\n  \"columns\": [\"a\",,]\n}");

        reply.ShouldBeProblem(HttpStatusCode.BadRequest, "brokenJson").Detail.ShouldContain("line 2");
    }

    [Fact]
    public async Task What_is_neither_text_nor_workbook_is_not_a_table()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var reply = await client.PostFormAsync("/tables", [], ("picture.csv", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 1]));

        reply.Status.ShouldBe(HttpStatusCode.BadRequest, reply.Text);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Another_kind_of_content_is_unsupported(string? contentType)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostAsync("/tables", [1, 2, 3], contentType)).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType");
    }

    [Fact]
    public async Task A_form_without_a_file_says_what_is_missing()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostFormAsync("/tables", [("name", "x")])).ShouldBeProblem(HttpStatusCode.BadRequest, "noTable");
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_malformed_form_is_refused(string contentType)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.PostAsync("/tables", "--x\r\nnonsense"u8.ToArray(), contentType)).ShouldBeProblem(HttpStatusCode.BadRequest, "brokenForm");
    }

    [Theory]
    [InlineData("Tables:MaxRows", "1", "tooManyRows")]
    [InlineData("Tables:MaxCells", "3", "tooManyCells")]
    [InlineData("Tables:MaxColumns", "1", "tooManyColumns")]
    [InlineData("Tables:MaxCellLength", "3", "cellTooLong")]
    [InlineData("Tables:MaxBytes", "20", "tooManyBytes")]
    public async Task What_passes_a_limit_is_too_large(string setting, string value, string code)
    {
        await using var factory = new ApiFactory((setting, value));
        using var client = factory.CreateClient();
        var csv = "City,People\nArden,131900\nBelmore,115050\n"u8.ToArray();

        (await client.PostAsync("/tables", csv, "text/csv")).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, code);
        (await client.PostAsync("/tables", Requests.Cities)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, code);
        (await client.PostFormAsync("/tables", [], ("a.csv", csv))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, code);
    }

    [Theory]
    [InlineData("/tables")]
    [InlineData("/questions")]
    public async Task A_body_of_millions_of_tiny_values_is_refused_before_it_takes_memory(string path)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        var table = $"{{\"columns\":[\"a\"],\"rows\":[{string.Concat(Enumerable.Repeat("[],", 6_000_000))}[]]}}";

        var reply = await client.PostAsync(path, path == "/tables" ? table : $"{{\"question\":\"q\",\"tables\":[{table}]}}");

        reply.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "tooManyCells");
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Mact.Api.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Mact.Api.Tests.Server;

/// <summary>The server of the Model Context Protocol, spoken to by the client of its own SDK.</summary>
public sealed class McpTests : IAsyncDisposable
{
    private const string Cities = "City,People\nArden,\"131,900\"\nBelmore,\"115,050\"\n";

    private readonly ApiFactory _factory = new(("Mcp:PageAddress", "http://page.test:8080/"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_what_it_is_and_offers_four_tools_that_explain_themselves()
    {
        await using var client = await ConnectAsync();

        client.ServerInfo!.Name.ShouldBe("mact");
        client.ServerInstructions.ShouldNotBeNullOrWhiteSpace();
        var tools = await client.ListToolsAsync(cancellationToken: Cancellation);
        tools.Select(static tool => tool.Name).ShouldBe(["ask_tables", "get_run", "load_table", "query_tables"], ignoreOrder: true);
        foreach (var tool in tools)
        {
            tool.Description.ShouldNotBeNullOrWhiteSpace(tool.Name);
            tool.ProtocolTool.OutputSchema.ShouldNotBeNull(tool.Name);
            foreach (var (name, schema) in JsonNode.Parse(tool.JsonSchema.GetRawText())!["properties"]!.AsObject())
            {
                schema!["description"].ShouldNotBeNull($"{tool.Name}.{name}");
            }
        }
    }

    [Fact]
    public async Task The_lines_of_the_readme_reach_it()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancellation);
        var from = readme.IndexOf("{ \"mcpServers\"", StringComparison.Ordinal);
        var server = JsonNode.Parse(readme[from..readme.IndexOf("```", from, StringComparison.Ordinal)])!["mcpServers"]!["mact"]!;

        ((string)server["type"]!).ShouldBe("http");
        await using var client = await ConnectAsync(_factory, new Uri((string)server["url"]!));
        (await client.ListToolsAsync(cancellationToken: Cancellation)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_table_is_loaded_from_text_and_queried()
    {
        await using var client = await ConnectAsync();

        var table = (await CallAsync(client, "load_table", ("name", "cities"), ("text", Cities)))["tables"]![0]!;
        var result = await CallAsync(
            client,
            "query_tables",
            ("sql", "SELECT City FROM cities WHERE People > 120000"),
            ("tables", new[] { new { id = (string)table["id"]!, name = "cities" } }));

        ((string)table["columns"]![1]!["type"]!).ShouldBe("integer");
        ((int)table["rowCount"]!).ShouldBe(2);
        ((string)result["rows"]![0]![0]!).ShouldBe("Arden");
    }

    [Fact]
    public async Task A_workbook_is_loaded_from_base64_sheet_by_sheet()
    {
        await using var client = await ConnectAsync();
        var bytes = Workbooks.Xlsx(("first", [["a", "b"], ["1", "2"]]), ("second", [["c", "d"], ["3", "4"]]));

        var loaded = await CallAsync(client, "load_table", ("name", "book.xlsx"), ("base64", Convert.ToBase64String(bytes)));

        loaded["tables"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_sheet_of_a_workbook_is_chosen_and_a_wrong_name_gets_the_names_that_there_are()
    {
        await using var client = await ConnectAsync();
        var bytes = Convert.ToBase64String(Workbooks.Xlsx(("first", [["a", "b"], ["1", "2"]]), ("second", [["c", "d"], ["3", "4"]])));

        var loaded = await CallAsync(client, "load_table", ("name", "book.xlsx"), ("base64", bytes), ("sheet", "second"));
        var wrong = await client.CallToolAsync(
            "load_table", Arguments(("name", "book.xlsx"), ("base64", bytes), ("sheet", "third")), cancellationToken: Cancellation);

        ((string)loaded["tables"]!.AsArray().ShouldHaveSingleItem()!["columns"]![0]!["name"]!).ShouldBe("c");
        (wrong.IsError ?? false).ShouldBeTrue();
        wrong.Content.OfType<TextContentBlock>().ShouldHaveSingleItem().Text.ShouldContain("second");
    }

    [Fact]
    public async Task A_question_reports_progress_and_gives_answer_agreement_sql_and_a_link_for_people()
    {
        await using var client = await ConnectAsync();
        var tables = await LoadAsync(client);
        var progress = new ConcurrentQueue<ProgressNotificationValue>();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var asked = client.CallToolAsync(
            "ask_tables",
            Arguments(("question", "Which city has the most people?"), ("tables", tables)),
            new Told(value =>
            {
                progress.Enqueue(value);
                began.TrySetResult();
            }),
            cancellationToken: Cancellation).AsTask();
        await began.Task.WaitAsync(Cancellation);
        _factory.Store.Answer(_factory.Queue.Last!.Id);
        var reply = Read(await asked);

        ((string)reply["status"]!).ShouldBe("answered");
        ((string)reply["answer"]![0]!).ShouldBe("Arden");
        ((string)reply["agreement"]!).ShouldBe("4 of 5 samples gave this result by running their SQL");
        ((double)reply["agreementShare"]!).ShouldBe(0.8);
        ((string)reply["sql"]!).ShouldBe("SELECT 1");
        ((string)reply["link"]!).ShouldBe($"http://page.test:8080/questions/{_factory.Queue.Last!.Id}");
        ((string)reply["resource"]!).ShouldBe($"mact://runs/{_factory.Queue.Last!.Id}");

        // The client hands notifications on as they come, each on a thread of its own: their numbers say the order, not their arrival.
        var told = progress.OrderBy(static value => value.Progress).ToList();
        told[0].Message.ShouldBe("Waiting for a worker.");
        told.Select(static value => value.Progress).ShouldBeUnique();
    }

    [Fact]
    public async Task What_others_found_is_told_as_the_page_tells_it()
    {
        await using var client = await ConnectAsync();
        using var http = _factory.CreateClient();
        var id = await http.AskAsync("Which city has the most people?");
        _factory.Store.Get(id)!.Append(Runs.Voted);
        _factory.Store.Answer(id);

        var reply = await CallAsync(client, "get_run", ("id", id));

        ((string)reply["agreement"]!).ShouldEndWith("; 1 more gave it in another form");
        var other = reply["dissent"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)other["value"]!).ShouldBe("Belmore");
        ((int)other["programs"]!).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_no_program_gave_does_not_go_by_their_agreement()
    {
        await using var client = await ConnectAsync();
        using var http = _factory.CreateClient();
        var id = await http.AskAsync("Which city has the most people?");
        _factory.Store.Get(id)!.Append(Runs.Voted with { Options = [new("Belmore", 4, [0, 1, 2, 3], [])] });
        _factory.Store.Answer(id);

        var reply = await CallAsync(client, "get_run", ("id", id));

        ((string)reply["agreement"]!).ShouldBe("4 of 5 samples agree on step 1; no program gave this answer itself, the model wrote it");
        ((string)reply["dissent"]![0]!["value"]!).ShouldBe("Belmore");
    }

    [Fact]
    public async Task The_built_in_reader_claims_no_vote()
    {
        await using var client = await ConnectAsync();
        using var http = _factory.CreateClient();
        var id = await http.AskAsync("Which city has the most people?");
        var call = Runs.Called("a prompt");
        _factory.Store.Get(id)!.Append(call with { Reply = call.Reply with { ServedModel = QuestionView.StandInModel } });
        _factory.Store.Answer(id);

        var reply = await CallAsync(client, "get_run", ("id", id));

        ((string)reply["agreement"]!).ShouldBe("one rule, no vote");
        reply["agreementShare"].ShouldBeNull();
    }

    [Fact]
    public async Task A_question_that_takes_longer_than_the_caller_waits_goes_on_and_is_read_later()
    {
        await using var client = await ConnectAsync();
        var tables = await LoadAsync(client);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var asked = client.CallToolAsync(
            "ask_tables",
            Arguments(("question", "Which city has the most people?"), ("tables", tables), ("waitSeconds", 5)),
            new Told(_ => began.TrySetResult()),
            cancellationToken: Cancellation).AsTask();
        await began.Task.WaitAsync(Cancellation);
        _factory.Time.Advance(TimeSpan.FromSeconds(5));
        var waiting = Read(await asked);
        _factory.Store.Answer((string)waiting["id"]!);
        var later = await CallAsync(client, "get_run", ("id", (string)waiting["id"]!));

        ((string)waiting["status"]!).ShouldBe("queued");
        ((string)later["status"]!).ShouldBe("answered");
    }

    [Fact]
    public async Task Who_gives_up_waiting_cancels_the_question()
    {
        await using var client = await ConnectAsync();
        var tables = await LoadAsync(client);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var asked = client.CallToolAsync(
            "ask_tables",
            Arguments(("question", "Which city has the most people?"), ("tables", tables)),
            new Told(_ => began.TrySetResult()),
            cancellationToken: leaving.Token).AsTask();
        await began.Task.WaitAsync(Cancellation);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);

        var question = _factory.Store.Get(_factory.Queue.Last!.Id)!;
        while (!question.HasEnded)
        {
            await question.Changed.WaitAsync(Cancellation);
        }

        question.Records[^1].Record.ShouldBeOfType<Finished>().Outcome.ShouldBeOfType<Outcome.Cancelled>();
    }

    [Theory]
    [InlineData("load_table", """{"name":"x"}""", "Give either 'text' or 'base64'")]
    [InlineData("load_table", """{"name":"x","base64":"?"}""", "not base64")]
    [InlineData("ask_tables", """{"question":"","tables":[]}""", "There is no question")]
    [InlineData("ask_tables", """{"question":"Which?","tables":[{"id":"nowhere","name":"t"}]}""", "There is no such table")]
    [InlineData("query_tables", """{"sql":"SELECT 1","tables":[]}""", "There is no table to query")]
    [InlineData("get_run", """{"id":"nowhere"}""", "There is no such question")]
    [InlineData("ask_tables", """{"question":"Which?"}""", "do not fit the tool")]
    [InlineData("ask_tables", """{"question":"Which?","tables":"cities"}""", "do not fit the tool")]
    [InlineData("ask_tables", """{"question":"Which?","tables":[],"waitSeconds":-1}""", "waitSeconds is -1; it must be from 0 to 3600")]
    [InlineData("query_tables", """{"sql":"SELECT 1","tables":[],"limit":0}""", "limit is 0; it must be from 1 to")]
    [InlineData("load_table", """{"text":"a,b"}""", "do not fit the tool")]
    public async Task What_is_wrong_with_a_call_is_said_in_words_that_help(string tool, string arguments, string expected)
    {
        await using var client = await ConnectAsync();

        var reply = await client.CallToolAsync(
            tool,
            JsonNode.Parse(arguments)!.AsObject().ToDictionary(static pair => pair.Key, static pair => (object?)pair.Value),
            cancellationToken: Cancellation);

        (reply.IsError ?? false).ShouldBeTrue();
        reply.Content.OfType<TextContentBlock>().ShouldHaveSingleItem().Text.ShouldContain(expected);
    }

    [Fact]
    public async Task Several_tables_are_queried_together()
    {
        await using var client = await ConnectAsync();
        var cities = await CallAsync(client, "load_table", ("name", "cities"), ("text", Cities));
        var mayors = await CallAsync(client, "load_table", ("name", "mayors"), ("text", "City,Mayor\nArden,Ito\nBelmore,Ruiz\n"));

        var result = await CallAsync(
            client,
            "query_tables",
            ("sql", "SELECT Mayor FROM mayors JOIN cities USING (City) ORDER BY People DESC"),
            ("tables", new[] { new { id = IdOf(cities), name = "cities" }, new { id = IdOf(mayors), name = "mayors" } }));

        result["rows"]!.AsArray().Select(static row => (string)row![0]!).ShouldBe(["Ito", "Ruiz"]);

        static string IdOf(JsonNode loaded) => (string)loaded["tables"]![0]!["id"]!;
    }

    [Fact]
    public async Task A_table_that_is_too_large_is_refused_with_what_to_do()
    {
        await using var factory = new ApiFactory(("Tables:MaxRows", "3"));
        await using var client = await ConnectAsync(factory);

        var reply = await client.CallToolAsync(
            "load_table", Arguments(("name", "long"), ("text", "a,b\n1,2\n3,4\n5,6\n7,8\n")), cancellationToken: Cancellation);

        (reply.IsError ?? false).ShouldBeTrue();
        reply.Content.OfType<TextContentBlock>().ShouldHaveSingleItem().Text.ShouldContain("Filter or split it");
    }

    [Fact]
    public async Task A_result_is_cut_at_the_limit_and_says_how_many_rows_there_are()
    {
        await using var client = await ConnectAsync();
        var tables = await LoadAsync(client);

        var result = await CallAsync(client, "query_tables", ("sql", "SELECT * FROM cities"), ("tables", tables), ("limit", 1));

        result["rows"]!.AsArray().Count.ShouldBe(1);
        ((int)result["rowCount"]!).ShouldBe(2);
    }

    [Fact]
    public async Task A_follow_up_goes_with_the_earlier_question_as_its_context()
    {
        await using var client = await ConnectAsync();
        var tables = await LoadAsync(client);

        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = client.CallToolAsync(
            "ask_tables",
            Arguments(("question", "And the fewest?"), ("tables", tables), ("context", new[] { "Earlier: the most people? Arden." })),
            new Told(_ => began.TrySetResult()),
            cancellationToken: Cancellation).AsTask();
        await began.Task.WaitAsync(Cancellation);
        _factory.Store.Answer(_factory.Queue.Last!.Id);
        await asked;

        _factory.Queue.Last.Context.ShouldBe(["Earlier: the most people? Arden."]);
    }

    [Theory]
    [InlineData("DROP TABLE cities")]
    [InlineData("SELECT * FROM pragma_database_list")]
    public async Task Sql_is_guarded_as_the_agents_programs_are(string sql)
    {
        await using var client = await ConnectAsync();
        var tables = await LoadAsync(client);

        var reply = await client.CallToolAsync("query_tables", Arguments(("sql", sql), ("tables", tables)), cancellationToken: Cancellation);

        (reply.IsError ?? false).ShouldBeTrue();
    }

    [Fact]
    public async Task Runs_are_resources_that_are_listed_newest_first_and_read_whole()
    {
        await using var client = await ConnectAsync();
        using var http = _factory.CreateClient();
        await http.AskAsync("Which city is first?");
        _factory.Time.Advance(TimeSpan.FromSeconds(1));
        var id = await http.AskAsync("Which city has the most people?");
        _factory.Store.Answer(id);

        var resources = await client.ListResourcesAsync(cancellationToken: Cancellation);
        var templates = await client.ListResourceTemplatesAsync(cancellationToken: Cancellation);
        var run = await client.ReadResourceAsync($"mact://runs/{id}", cancellationToken: Cancellation);

        resources[0].Title.ShouldBe("Which city has the most people?");
        resources[0].Description.ShouldBe("Arden");
        resources.Count.ShouldBe(2);
        templates.ShouldHaveSingleItem().UriTemplate.ShouldBe("mact://runs/{id}");
        var body = JsonNode.Parse(run.Contents.OfType<TextResourceContents>().ShouldHaveSingleItem().Text)!;
        ((string)body["answer"]![0]!).ShouldBe("Arden");
        body["records"]!.AsArray().Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_said_to_be_not_there()
    {
        await using var client = await ConnectAsync();

        var exception = await Should.ThrowAsync<McpException>(
            async () => await client.ReadResourceAsync("mact://runs/nowhere", cancellationToken: Cancellation));

        exception.Message.ShouldContain("There is no such question");
    }

    [Theory]
    [InlineData("query_tables", "sql")]
    [InlineData("ask_tables", "question")]
    public async Task Nothing_in_place_of_a_text_is_told_too(string tool, string argument)
    {
        await using var client = await ConnectAsync();
        var tables = await LoadAsync(client);

        var result = await client.CallToolAsync(tool, Arguments((argument, null), ("tables", tables)), cancellationToken: Cancellation);

        (result.IsError ?? false).ShouldBeTrue();
        string.Concat(result.Content.OfType<TextContentBlock>().Select(static block => block.Text)).ShouldNotContain("An error occurred");
    }

    [Theory]
    [InlineData("query_tables", """{"sql":5,"tables":[]}""")]
    [InlineData("query_tables", """{"tables":[]}""")]
    [InlineData("query_tables", """{"sql":"SELECT 1","tables":[null]}""")]
    [InlineData("ask_tables", """{"question":"Which?","tables":[null]}""")]
    [InlineData("ask_tables", """{"question":"Which?","tables":[{"id":null,"name":null}]}""")]
    [InlineData("ask_tables", """{"question":"Which?","tables":[],"waitSeconds":-1}""")]
    [InlineData("ask_tables", """{"question":"Which?","tables":[],"waitSeconds":1e99}""")]
    [InlineData("load_table", """{"name":null,"text":"a\n1"}""")]
    [InlineData("get_run", """{"id":null}""")]
    [InlineData("get_run", "{}")]
    public async Task Arguments_that_do_not_fit_are_told_and_no_fault_of_ours(string tool, string arguments)
    {
        await using var client = await ConnectAsync();

        var result = await client.CallToolAsync(
            tool,
            JsonNode.Parse(arguments)!.AsObject().ToDictionary(static one => one.Key, static one => (object?)one.Value, StringComparer.Ordinal),
            cancellationToken: Cancellation);

        var text = string.Concat(result.Content.OfType<TextContentBlock>().Select(static block => block.Text));
        text.ShouldNotContain("An error occurred");
        text.Length.ShouldBeGreaterThan(20);
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private Task<McpClient> ConnectAsync() => ConnectAsync(_factory);

    private static async Task<McpClient> ConnectAsync(ApiFactory factory, Uri? endpoint = null)
    {
        var transport = new HttpClientTransport(
            new() { Endpoint = endpoint ?? new("http://localhost/mcp"), TransportMode = HttpTransportMode.StreamableHttp },
            factory.CreateClient(),
            loggerFactory: null,
            ownsHttpClient: true);
        return await McpClient.CreateAsync(transport, cancellationToken: Cancellation);
    }

    private static async Task<object> LoadAsync(McpClient client)
    {
        var loaded = await CallAsync(client, "load_table", ("name", "cities"), ("text", Cities));
        return new[] { new { id = (string)loaded["tables"]![0]!["id"]!, name = "cities" } };
    }

    private static async Task<JsonNode> CallAsync(McpClient client, string tool, params (string Name, object? Value)[] arguments) =>
        Read(await client.CallToolAsync(tool, Arguments(arguments), cancellationToken: Cancellation));

    private static JsonNode Read(CallToolResult result)
    {
        (result.IsError ?? false).ShouldBeFalse(string.Concat(result.Content.OfType<TextContentBlock>().Select(static block => block.Text)));
        return JsonNode.Parse(result.StructuredContent!.Value.GetRawText())!;
    }

    private static Dictionary<string, object?> Arguments(params (string Name, object? Value)[] arguments) =>
        arguments.ToDictionary(static argument => argument.Name, static argument => argument.Value, StringComparer.Ordinal);

    /// <summary>Told at once, in order, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Told(Action<ProgressNotificationValue> action) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => action(value);
    }
}

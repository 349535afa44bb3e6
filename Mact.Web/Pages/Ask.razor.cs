using Mact.ServiceDefaults.Telemetry;
using Mact.Web.Components.Ask;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace Mact.Web.Pages;

/// <summary>The start page: tables, a question, and how hard to work on it.</summary>
public sealed partial class Ask
{
    private readonly AskForm _form = new();
    private TablesProfile _profile = TablesProfile.None;
    private IReadOnlyList<SuggestedQuestion> _suggested = [];
    private ApiProblem? _problem;
    private string? _missing;
    private string? _focus;
    private (string Draft, string Question, string Context) _kept;
    private bool _busy;
    private int _described;

    // What was asked for and is no longer stored.
    private readonly List<string> _gone = [];

    // The tables of the draft could not be asked for: until that succeeds, the draft stays as it was kept.
    private bool _unrestored;

    // The page shows before its circuit is there; a click in between would be lost, so what needs the circuit is not enabled yet.
    private bool _listening;

    /// <summary>A question whose text, tables and settings are taken over.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    // One that can be answered: of the tables that are there, else of the first example.
    private string? Placeholder => _suggested is [var first, ..]
        ? first.Asked
        : Catalog.All is [{ Questions: [var tried, ..] }, ..] ? QuestionTexts[tried.Text].Value : null;

    // The built-in table reader reads English only.
    private IStringLocalizer<Texts> QuestionTexts => Stack?.Model is { StandIn: true } ? PageTexts.In("en") : T;

    /// <summary>What answers here; taken over from the page as it was first sent, so that nothing jumps when its circuit opens.</summary>
    [PersistentState]
    public SystemReport? Stack { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Stack is null)
        {
            await ReadStackAsync();
        }
        else
        {
            TurnToUsual();
        }

        if (!string.IsNullOrEmpty(From))
        {
            await TakeOverAsync(From);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await RestoreAsync();
            _listening = true;
            StateHasChanged();
            return;
        }

        if (_focus is { } place)
        {
            _focus = null;
            await Js.InvokeVoidAsync("mact.show", Leaving, place);
        }

        // Every change of the form is drawn; what is drawn is kept.
        var kept = (_form.Draft().ToJson(), _form.Question, _form.Context);
        if (_listening && kept != _kept && !(_unrestored && _form.Tables.Count == 0))
        {
            _kept = kept;
            await Js.InvokeVoidAsync("mact.keepDraft", Leaving, kept.Item1, kept.Question, kept.Context);
        }
    }

    private async Task ReadStackAsync()
    {
        Stack = await Api.ReadSystemAsync(Leaving) is ApiResult<SystemReport>.Ok { Value: var system } ? system : Stack;
        TurnToUsual();
    }

    // Whoever has turned the dial has it as it is.
    private void TurnToUsual()
    {
        if (Stack?.Model is { Local: true } && _form.Options == Effort.Default.Options)
        {
            _form.Turn(Effort.OfSmallModel);
        }
    }

    private int WarningsOf(TableDraft table) => table.RepairCount + (Describe(table)?.Columns.Count(static column => column.Unread > 0) ?? 0);

    private async Task StartAfreshAsync()
    {
        _form.Clear();
        _missing = null;
        _problem = null;
        _unrestored = false;
        _gone.Clear();
        await DescribeAsync();
    }

    private async Task TakeOverAsync(string id)
    {
        switch (await Api.FindQuestionAsync(id, Leaving))
        {
            case ApiResult<QuestionView>.Ok { Value: var view }:
                _form.Question = view.Question;
                _form.Context = string.Join("\n\n", view.Context);
                _form.Take(view.Options);
                foreach (var table in view.Tables)
                {
                    await AddStoredAsync(table.Id, table.Name, new(table.Id, table.Name, [], 0));
                }

                await DescribeAsync();

                break;
            case ApiResult<QuestionView>.Failed failed:
                _problem = failed.Problem;
                break;
        }
    }

    private async Task AddAsync(UploadReply reply)
    {
        var before = _form.Tables.ToHashSet();
        List<TableDraft> added = [];
        foreach (var table in reply.Tables)
        {
            // Of a workbook only the table's own sheet is read again.
            var reading = reply.Tables.Count + reply.Skipped.Count > 1 ? new ReadingOptions { Sheet = table.Name } : null;
            if (await AddStoredAsync(table.Id, table.Name, table, reply.Key, reading) is { } draft)
            {
                added.Add(draft);
            }
        }

        if ((added.Count > 1 || reply.Skipped.Count > 0) && added.Exists(table => !before.Contains(table) && !IsSheet(table)))
        {
            _form.Workbooks.Add(new(reply.Source ?? string.Empty, added, reply.Skipped));
        }

        _missing = null;
        _focus = added is [.., var last] ? last.ChipId : null;
        StateHasChanged();
        await DescribeAsync();
    }

    private async Task PickAsync(TableRef table)
    {
        _gone.Clear();
        _focus = (await AddStoredAsync(table.Id, table.Name, new(table.Id, table.Name, [], 0)))?.ChipId;
        _missing = null;
        StateHasChanged();
        await DescribeAsync();
    }

    private async Task<TableDraft?> AddStoredAsync(
        string id, string name, UploadedTable uploaded, string? key = null, ReadingOptions? reading = null)
    {
        switch (await Api.FindTableAsync(id, Leaving))
        {
            case ApiResult<TableInfo>.Ok { Value: var info }:
                return Add(info, name, uploaded, key, reading);
            case ApiResult<TableInfo>.Failed { Problem.IsNotFound: true }:
                _gone.Add(name);
                break;
            case ApiResult<TableInfo>.Failed failed:
                _problem = failed.Problem;
                break;
        }

        return null;
    }

    private bool IsSheet(TableDraft table) => _form.Workbooks.Exists(book => book.Sheets.Contains(table));

    private TableDraft Add(TableInfo info, string name, UploadedTable uploaded, string? key = null, ReadingOptions? reading = null)
    {
        // The same content under the same name is the same table: adding it twice would only ask for a second name.
        if (_form.Tables.Concat(_form.Workbooks.SelectMany(static book => book.Sheets)).FirstOrDefault(
                table => table.Source.Id == info.Id && string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase)) is { } there)
        {
            if (!_form.Tables.Contains(there))
            {
                _form.Tables.Add(there);
            }

            return there;
        }

        var draft = new TableDraft(
            info, TableDraft.UniqueName(name, _form.Tables.Select(static table => table.Name)), uploaded, reading)
        { Key = key };
        _form.Tables.Add(draft);
        return draft;
    }

    private async Task ChooseSheetAsync(TableDraft sheet, bool chosen)
    {
        _form.Tables.Remove(sheet);
        if (chosen)
        {
            _form.Tables.Add(sheet);
        }

        await ChangedAsync();
    }

    // Types, joins, example questions and the estimate follow the tables; without them the page works all the same.
    private async Task DescribeAsync()
    {
        var number = ++_described;
        var profile = await ProfileAsync();
        var suggested = await SuggestedQuestions.CheckedAsync(
            profile, QuestionTexts, T, Api, [.. _form.Tables.Select(static table => table.Reference)], Leaving);

        // What is said of tables that have changed meanwhile is dropped.
        if (number == _described)
        {
            (_profile, _suggested) = (profile, suggested);
        }
    }

    private async Task<TablesProfile> ProfileAsync() => _form.Tables.Count == 0 || _form.Missing(T, withQuestion: false) is not null
        ? TablesProfile.None
        : await Api.ProfileAsync(
            new([.. _form.Tables.Select(static table => table.Reference)]), Leaving) is ApiResult<TablesProfile>.Ok { Value: var profile }
            ? profile
            : TablesProfile.None;

    private TableDescription? Describe(TableDraft table) =>
        _form.Tables.IndexOf(table) is >= 0 and var place && place < _profile.Tables.Count ? _profile.Tables[place] : null;

    private async Task LoadAsync(Example example)
    {
        _busy = true;
        _problem = null;
        _form.Tables.Clear();
        _form.Workbooks.Clear();
        foreach (var table in example.Tables)
        {
            var bytes = await Catalog.ReadAsync(table, Leaving);
            switch (await Api.UploadAsync(table.Name, table.File, bytes, Leaving))
            {
                case ApiResult<TableInfo>.Ok { Value: var info }:
                    Add(info, table.Name, new(info.Id, table.Name, info.Repairs, info.Repairs.Count));
                    break;
                case ApiResult<TableInfo>.Failed failed:
                    _problem = failed.Problem;
                    break;
            }
        }

        await DescribeAsync();
        _busy = false;
        _missing = null;
    }

    private async Task AskExampleAsync(Example example, ExampleQuestion question)
    {
        await LoadAsync(example);
        _form.Question = QuestionTexts[question.Text];
        if (_problem is null)
        {
            await SubmitAsync();
        }
    }

    private async Task SubmitAsync()
    {
        _missing = _form.Missing(T);
        if (_missing is not null || _busy)
        {
            return;
        }

        _busy = true;
        _problem = null;
        var paragraphs = _form.Paragraphs();
        var request = new QuestionRequest(
            _form.Question.Trim(),
            [.. _form.Tables.Select(static table => RequestTable.Of(table.Reference))],
            paragraphs.Count == 0 ? null : paragraphs,
            _form.Options == Effort.Default.Options ? null : _form.Options); // The Api's own defaults are as high as its limits allow.
        ApiResult<AcceptedQuestion> result;
        using (QuestionTrace.Start(request.Question))
        {
            result = await Api.AskAsync(request, Leaving);
        }

        switch (result)
        {
            case ApiResult<AcceptedQuestion>.Ok { Value: var reply }:
                Navigation.NavigateTo($"questions/{Uri.EscapeDataString(reply.Id)}");
                break;
            case ApiResult<AcceptedQuestion>.Failed failed:
                _problem = failed.Problem;
                _busy = false;
                break;
        }
    }

    private Task RemoveAsync(TableDraft table)
    {
        var place = _form.Tables.IndexOf(table);
        _form.Tables.Remove(table);

        // What had the focus is gone: the table that took its place has it now, or where the next file goes.
        _focus = _form.Tables.Count == 0 ? TableDrop.FilesId : _form.Tables[Math.Clamp(place, 0, _form.Tables.Count - 1)].ChipId;
        return ChangedAsync();
    }

    private Task ChangedAsync()
    {
        _missing = _missing is null ? null : _form.Missing(T);
        return DescribeAsync();
    }
}

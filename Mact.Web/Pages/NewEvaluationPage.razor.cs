using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Mact.Web.Pages;

/// <summary>A data set is read, shown with its bad rows, and started.</summary>
public sealed partial class NewEvaluationPage
{
    // Those that need no files beside them.
    private static readonly DataSetFormat[] Formats =
        [
            DataSetFormat.Auto,
            DataSetFormat.Mact,
            DataSetFormat.QuestionCsv,
            DataSetFormat.Statement,
            DataSetFormat.SciTab,
            DataSetFormat.TatQa,
            DataSetFormat.Mmqa,
        ];

    private static readonly (Strategy Strategy, string Label, string Description)[] StrategyChoices =
    [
        (Strategy.Auto, "Auto", "Programs first, direct answers beside them where there is text; the agent where they disagree."),
        (Strategy.Agent, "Agent", "Plans step by step, writes programs, votes on their results."),
        (Strategy.Direct, "Direct", "Asks for the answer at once and votes on what is written."),
        (Strategy.Sql, "SQL", "Asks for one program at once and votes on the results."),
        (Strategy.Mix, "Mix", "Half direct answers, half programs, one vote."),
    ];

    private readonly EvaluationDraft _draft = new();
    private DataSetCheck? _check;
    private ApiProblem? _problem;
    private string? _missing;
    private string? _pasted;
    private bool _busy;
    private bool _starting;

    // A file that is chosen before the page is connected would be lost.
    private bool _live;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _live = true;
            StateHasChanged();
        }
    }

    private static int Whole(ChangeEventArgs change, int min, int max, int before) =>
        int.TryParse(change.Value as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? Math.Clamp(value, min, max)
            : before;

    private async Task LoadAsync(InputFileChangeEventArgs change)
    {
        (_check, _problem, _missing) = (null, null, null);
        var file = change.File;
        if (file.Size > EvaluationDraft.MaxBytes)
        {
            _problem = new(
                0, T["This file is too large"], T["It has {0}; the limit is {1}.", Show.Size(file.Size), Show.Size(EvaluationDraft.MaxBytes)]);
            return;
        }

        _busy = true;
        StateHasChanged();
        try
        {
            await using var stream = file.OpenReadStream(EvaluationDraft.MaxBytes, Leaving);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            (_draft.FileName, _draft.Data) = (Show.Cut(file.Name, 120), await reader.ReadToEndAsync(Leaving));
        }
        catch (IOException)
        {
            _problem = new(0, T["The file did not arrive"], T["The connection broke while it was sent. Choose it again."]);
        }

        _busy = false;
        if (_problem is null)
        {
            await CheckAsync();
        }
    }

    private Task PasteAsync()
    {
        _draft.Data = _pasted ?? string.Empty;
        _draft.FileName = _draft.Data.TrimStart() is ['{' or '[', ..] ? "pasted.jsonl" : "pasted.csv";
        return CheckAsync();
    }

    private Task ChooseFormatAsync(ChangeEventArgs change)
    {
        _draft.Format = Enum.TryParse<DataSetFormat>(change.Value as string, out var format) ? format : DataSetFormat.Auto;
        return CheckAsync();
    }

    private Task AddTablesAsync(UploadReply reply)
    {
        foreach (var table in reply.Tables)
        {
            _draft.Tables.Add(new(table.Id, TableDraft.UniqueName(table.Name, _draft.Tables.Select(static other => other.Name))));
        }

        return CheckAsync();
    }

    private Task RemoveTableAsync(TableRef table)
    {
        _draft.Tables.Remove(table);
        return CheckAsync();
    }

    private async Task CheckAsync()
    {
        (_check, _problem, _missing) = (null, null, null);
        if (_draft.Data.Length == 0 || (_draft.NeedsTables && _draft.Tables.Count == 0))
        {
            return;
        }

        _busy = true;
        StateHasChanged();
        switch (await Evaluations.CheckAsync(_draft.ToSubmit(), Leaving))
        {
            case ApiResult<DataSetCheck>.Ok { Value: var check }:
                _check = check;
                break;
            case ApiResult<DataSetCheck>.Failed failed:
                _problem = failed.Problem;
                break;
        }

        _busy = false;
    }

    private async Task StartAsync()
    {
        _missing = _draft.Missing(_check);
        if (_missing is not null)
        {
            return;
        }

        _starting = true;
        switch (await Evaluations.StartAsync(_draft.ToSubmit(), Leaving))
        {
            case ApiResult<EvaluationView>.Ok { Value: var view }:
                Navigation.NavigateTo($"evaluations/{Uri.EscapeDataString(view.Definition.Id)}");
                break;
            case ApiResult<EvaluationView>.Failed failed:
                _problem = failed.Problem;
                break;
        }

        _starting = false;
    }

    private void SetSeed(ChangeEventArgs change)
    {
        long? seed = long.TryParse(change.Value as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
        _draft.Settings.Options = _draft.Settings.Options with { Seed = seed };
    }

    private void SetModel(ChangeEventArgs change) =>
        _draft.Settings.Options =
            _draft.Settings.Options with { Model = string.IsNullOrWhiteSpace(change.Value as string) ? null : ((string)change.Value).Trim() };

    private void Choose(Strategy strategy, bool chosen) =>
        _ = chosen ? _draft.Strategies.Add(strategy) : _draft.Strategies.Remove(strategy);
}

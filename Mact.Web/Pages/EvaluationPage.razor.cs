using Microsoft.AspNetCore.Components;

namespace Mact.Web.Pages;

/// <summary>One evaluation. Its progress is looked at often, its reports, which go through all results, less so.</summary>
public sealed partial class EvaluationPage
{
    private const int LooksPerReport = 3;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _leaving = new();
    private EvaluationView? _view;
    private IReadOnlyList<EvaluationReport> _reports = [];
    private ApiProblem? _problem;
    private string? _shownId;
    private string? _arm;
    private int? _workers;
    private int _revision;
    private int _looks;
    private bool _missing;
    private bool _busy;

    /// <summary>The id of the evaluation, from the address.</summary>
    [Parameter]
    public string Id { get; set; } = string.Empty;

    /// <summary>Null = the report; items, settings.</summary>
    [Parameter]
    public string? Section { get; set; }

    private string? ArmName => _arm ?? _view?.Definition.Arms[0].Name;

    private EvaluationReport? Report => _reports.FirstOrDefault(report => report.Strategy == ArmName);

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shownId != Id)
        {
            (_shownId, _view, _reports, _arm, _missing, _problem) = (Id, null, [], null, false, null);
            await ReadAsync(reports: true);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            using var timer = new PeriodicTimer(LookEvery, Time);
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task LookAsync()
    {
        if (_missing || (_view is { } view && EvaluationText.IsOver(view.Status) && _problem is null))
        {
            return;
        }

        var before = _view?.Done;
        await ReadAsync(reports: ++_looks % LooksPerReport == 0 && _reports.Sum(static report => report.Accuracy.Of + report.BadRows) != before);
        if (_view is { } now && EvaluationText.IsOver(now.Status))
        {
            await ReadAsync(reports: true);
        }

        StateHasChanged();
    }

    private async Task ReadAsync(bool reports)
    {
        switch (await Evaluations.FindAsync(Id, reports, _leaving.Token))
        {
            case ApiResult<EvaluationView>.Ok { Value: var view }:
                _view = view;
                _problem = null;
                if (reports)
                {
                    _reports = view.Reports;
                    _revision++;
                }

                break;
            case ApiResult<EvaluationView>.Failed { Problem.IsNotFound: true }:
                _missing = true;
                return;
            case ApiResult<EvaluationView>.Failed failed:
                _problem = failed.Problem;
                return;
        }

        if (
            _view is { Status: EvaluationStatus.Running }
                && await Api.ReadSystemAsync(_leaving.Token) is ApiResult<SystemReport>.Ok { Value: var system })
        {
            _workers = system.Queue?.Workers;
        }
    }

    private async Task ChangeAsync(string verb)
    {
        _busy = true;
        var reply = await Evaluations.ChangeAsync(Id, verb, _leaving.Token);
        await ReadAsync(reports: false);
        if (reply is ApiResult<bool>.Failed failed)
        {
            _problem = failed.Problem;
        }

        _busy = false;
    }

    private async Task DeleteAsync()
    {
        var sure = await Messages.ConfirmAsync(new(
            T["Delete this evaluation?"],
            T["“{0}”, its questions and everything recorded of them are removed. This cannot be undone.", Show.Cut(_view!.Definition.Name, 120)],
            T["Delete"],
            T["Keep"]));
        if (!sure)
        {
            return;
        }

        if (await Evaluations.DeleteAsync(Id, _leaving.Token) is ApiResult<bool>.Failed { Problem: { IsNotFound: false } problem })
        {
            _problem = problem;
            return;
        }

        Messages.Tell(T["Deleted."]);
        Navigation.NavigateTo("evaluations");
    }

    private string Link(string? section) =>
        section is null ? $"evaluations/{Uri.EscapeDataString(Id)}" : $"evaluations/{Uri.EscapeDataString(Id)}/{section}";

    private string? Current(string? section) => string.Equals(Section, section, StringComparison.Ordinal) ? "page" : null;
}

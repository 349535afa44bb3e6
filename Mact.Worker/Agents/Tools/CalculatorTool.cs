using System.Globalization;
using Mact.Core.Tables;
using Mact.Core.Voting;
using Mact.Worker.Agents.Calculation;
using Mact.Worker.Agents.Running;
using Mact.Worker.Telemetry;

namespace Mact.Worker.Agents.Tools;

/// <summary>Records what an expression came to.</summary>
internal sealed class CalculatorTool(Run run, TimeProvider time)
{
    /// <summary>As records name it.</summary>
    public const string Name = "calculator";

    private const string Column = "value";

    public Task<ToolResult> RecordAsync(ActionToCarryOut action, Calculated calculated, CancellationToken cancellationToken) =>
        run.Log.OnceAsync($"{action.KeyPrefix}/calculator", () => Task.FromResult(Record(action, calculated)), cancellationToken);

    private ToolResult Record(ActionToCarryOut action, Calculated calculated)
    {
        using var activity = AgentTelemetry.StartTool(Name, action.Step);
        var value = calculated is Calculated.Value number ? Text(number.Number) : null;
        var error = calculated is Calculated.Undefined undefined
            ? (Sentence)$"{undefined.Message} (position {undefined.Position + 1})"
            : null;
        return new ToolResult(
            action.Step,
            Name,
            1,
            [
                new(0, action.Argument, value is null ? ToolSampleStatus.Error : ToolSampleStatus.Ok, value is null ? null : 0, error?.ToString(), 0)
                {
                    Sentence = error?.WithValues(),
                },
            ],
            value is null ? [] : [new(CanonicalForm.OfText(value).Hash, [Column], [[value]], 1, [0])])
        {
            StartedAt = time.GetUtcNow(),
            DurationMs = 0,
        };
    }

    /// <summary>The value as a table that later queries can use.</summary>
    public static Table AsTable(ResultGroup winner)
    {
        var number = decimal.Parse(winner.Rows[0][0]!, NumberStyles.Float);
        return decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue
            ? new("calculated", [new(Column, Column, ColumnType.Integer)], [new(Text(number), (long)number)])
            : new("calculated", [new(Column, Column, ColumnType.Number)], [new(Text(number), (double)number)]);
    }

    // Twelve digits after the point say enough of a third; trailing zeros say nothing.
    private static string Text(decimal number) => Math.Round(number, 12).ToString("0.############");
}

using System.Globalization;

namespace Mact.Worker.Models.Endpoints;

/// <summary>What people read while a call waits.</summary>
internal static class WaitWords
{
    public static (string Reason, string Message) Of(ModelListing.NotReady? down, bool hasAnswered, TimeSpan waited)
    {
        var seconds = Seconds(waited);
        return down switch
        {
            { Reason: WaitReasons.Queued } => (WaitReasons.Queued, $"model is starting: {down.Message}, {seconds}"),
            _ when !hasAnswered => (WaitReasons.Starting, $"model is starting, {seconds}"),
            { Reason: WaitReasons.Overloaded } => (WaitReasons.Overloaded, $"model endpoint is busy: {down.Message}, {seconds}"),
            _ => (WaitReasons.Unreachable, $"model endpoint does not answer: {down?.Message ?? "no answer yet"}, {seconds}"),
        };
    }

    /// <summary>For the health report.</summary>
    public static string Problem(ModelListing.NotReady down, bool hasAnswered, string server) => hasAnswered
        ? $"The model endpoint {server} does not answer: {down.Message}."
        : $"The model endpoint {server} has not answered yet: {down.Message}.";

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalSeconds):0} s");
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>The AppHost as a process of its own, as a person starts and stops it, on free loopback ports.</summary>
internal sealed partial class AppHostProcess : IAsyncDisposable
{
    private const string SetSid = "/usr/bin/setsid";
    /// <summary>Inherited by all that it starts.</summary>
    private const string Mark = "MACT_TEST_STACK";
    private const string Ready = "Press Ctrl+C to stop.";
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(90);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private readonly string _mark = Guid.NewGuid().ToString("N");

    private AppHostProcess(Process process)
    {
        _process = process;
        process.StartInfo.Environment[Mark] = _mark;
    }

    /// <summary>Every line that it and its children wrote.</summary>
    public IEnumerable<string> Output => _output;

    public Uri Page { get; private set; } = null!;

    public Uri Api { get; private set; } = null!;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts it and waits until everything is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended; the message has all that it wrote.</exception>
    public static async Task<AppHostProcess> StartAsync(
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var host = Launch(arguments, environment);
        try
        {
            await host.UntilReadyAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, in a process group of its own where the system has setsid, so that Ctrl+C can be sent to the whole group.</summary>
    public static AppHostProcess Launch(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] all =
        [
            BuildOutput.Of("Mact.AppHost"),
            .. arguments,
            .. Unless(arguments, "--redis"),
            .. Unless(arguments, "--web-port"),
            .. Unless(arguments, "--api-port"),
        ];
        var start = OperatingSystem.IsLinux() && File.Exists(SetSid)
            ? new ProcessStartInfo(SetSid, [.. HearingInterrupts(), "dotnet", .. all])
            : new ProcessStartInfo("dotnet", all);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;

        // As its launch profile says, which a program that is started by itself does not read.
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        foreach (var name in (string[])["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"])
        {
            start.Environment[name] = "http://localhost:0";
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        var host = new AppHostProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        host.Begin();
        return host;
    }

    /// <summary>Waits until everything is ready.</summary>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(ReadyLimit, cancellationToken);
        Page = Address(PageLine());
        Api = Address(ApiLine());
    }

    /// <summary>Polls until a condition holds; the time limit cancels.</summary>
    public static Task UntilAsync(Func<bool> condition, TimeSpan limit) => Eventually.TrueAsync(condition, bound: limit);

    /// <summary>Everything that it started and that still runs: orchestrator, dashboard, services; itself included.</summary>
    public IReadOnlyList<string> Living() =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(static folder => int.TryParse(Path.GetFileName(folder), out _))
            .Where(folder => Read(Path.Combine(folder, "environ")).Contains($"{Mark}={_mark}", StringComparison.Ordinal))
            .Select(static folder => Read(Path.Combine(folder, "cmdline")).Replace('\0', ' ')),
    ];

    /// <summary>What Ctrl+C in a terminal does: SIGINT to the whole group.</summary>
    public Task InterruptGroupAsync() => SignalAsync("-INT", $"-{Text(_process.Id)}");

    public static Task SignalAsync(string signal, int id) => SignalAsync(signal, Text(id));

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="TimeoutException">It does not end; the message has its last lines.</exception>
    public async Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _process.WaitForExitAsync(cancellationToken).WaitAsync(StopLimit, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"The AppHost has not ended after {StopLimit}:\n{string.Join('\n', _output.TakeLast(40))}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("-TERM", _process.Id);
            try
            {
                await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopLimit);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    /// <summary>Skips the calling test where processes cannot be told and signalled as on Linux.</summary>
    public static void SkipUnlessSupported() =>
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(SetSid), "Needs Linux with setsid: signals go to a process group.");

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The AppHost ended:\n{string.Join('\n', _output)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended.
            return string.Empty;
        }
    }

    // A shell without job control starts what it puts in the background with SIGINT ignored, and this is inherited: by these tests, and by what they
    // start.
    private static string[] HearingInterrupts()
    {
        const long Interrupt = 1 << 1;
        var ignored = File.ReadLines("/proc/self/status").First(
            static line => line.StartsWith("SigIgn:", StringComparison.Ordinal))["SigIgn:".Length..];
        return (long.Parse(ignored.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) == 0
            ? []
            : ["env", "--default-signal=INT"];
    }

    private static async Task SignalAsync(string signal, string target)
    {
        using var kill = Process.Start("kill", [signal, "--", target]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private static IEnumerable<string> Unless(IReadOnlyList<string> given, string option) =>
        given.Contains(option, StringComparer.Ordinal) ? [] : [option, option == "--redis" ? "stand-in" : Text(FreePort.Find())];

    private static string Text(int number) => number.ToString();

    [GeneratedRegex(@"^\s+Page\s+(?<address>http://\S+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex PageLine();

    [GeneratedRegex(@"^\s+API\s+(?<address>http://\S+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ApiLine();

    private Uri Address(Regex line) =>
        new(_output.Select(text => line.Match(text)).First(static match => match.Success).Groups["address"].Value + "/");

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.Contains(Ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}

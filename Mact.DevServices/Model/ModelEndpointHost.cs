using System.Net;
using System.Net.Sockets;
using Mact.DevServices.Model.Configuration;
using Microsoft.Extensions.Options;

namespace Mact.DevServices.Model;

/// <summary>
/// The model endpoint stand-in on a loopback port of its own. During a cold start with a closed port, and after the engine died, nobody
/// listens there.
/// </summary>
public sealed class ModelEndpointHost : IAsyncDisposable
{
    private readonly ModelStandIn _standIn;
    private readonly TimeProvider _time;
    private readonly bool _ownsStandIn;
    private readonly int _port;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _app;

    // Keeps others off the free port that was found until it is listened on: a socket that is bound and does not listen refuses connections.
    private Socket? _held;

    private ModelEndpointHost(ModelStandIn standIn, bool ownsStandIn, TimeProvider time, int port)
    {
        _standIn = standIn;
        _ownsStandIn = ownsStandIn;
        _time = time;
        _port = port == 0 ? HoldAny() : port;
        _standIn.State.OnDeath = CloseAfterDeath;
    }

    /// <summary>The base address, such as <c>http://127.0.0.1:5001/</c>.</summary>
    public Uri BaseAddress => new($"http://127.0.0.1:{_port}/");

    /// <summary>The address that an OpenAI client takes as its endpoint, such as <c>http://127.0.0.1:5001/v1</c>.</summary>
    public Uri ApiAddress => new(BaseAddress, "v1");

    /// <summary>The stand-in behind the port: its request log and its faults.</summary>
    public ModelStandIn StandIn => _standIn;

    /// <summary>Starts a stand-in. With the port 0 or unset it takes a free one.</summary>
    /// <exception cref="OptionsValidationException">A setting is out of range.</exception>
    public static Task<ModelEndpointHost> StartAsync(
        ModelStandInOptions options, IModel model, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var checkedOptions = new ModelStandInOptionsValidator().Validate(Options.DefaultName, options);
        if (checkedOptions.Failed)
        {
            throw new OptionsValidationException(ModelStandInOptions.Section, typeof(ModelStandInOptions), checkedOptions.Failures);
        }

        time ??= TimeProvider.System;
        return StartAsync(new ModelStandIn(options, model, time), ownsStandIn: true, time, cancellationToken);
    }

    internal static async Task<ModelEndpointHost> StartAsync(ModelStandIn standIn, bool ownsStandIn, TimeProvider time, CancellationToken cancellationToken)
    {
        var host = new ModelEndpointHost(standIn, ownsStandIn, time, standIn.Options.Port ?? 0);
        if (standIn.Options.ColdStart.Kind is ColdStartKind.ClosedPort)
        {
            host.ListenAfter(standIn.Options.ColdStart.Duration);
        }
        else
        {
            await host.ListenAsync(cancellationToken);
        }

        return host;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _standIn.State.OnDeath = null;
        await _stopping.CancelAsync();
        await CloseAsync();
        if (_ownsStandIn)
        {
            _standIn.Dispose();
        }

        _stopping.Dispose();
        _gate.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // No configuration of the process reaches this server: its port is not the process's.
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, _port);
            });
            builder.Services.AddRouting();
            builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
            var app = builder.Build();
            _standIn.Map(app);
            Release();
            await app.StartAsync(cancellationToken);
            _app = app;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task CloseAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_app is { } app)
            {
                _app = null;

                // Cancelled at once: requests still under way are cut, as when a server goes away.
                await app.StopAsync(new CancellationToken(canceled: true));
                await app.DisposeAsync();
            }

            Release();
        }
        finally
        {
            _gate.Release();
        }
    }

    private void ListenAfter(TimeSpan delay) => _ = Task.Run(async () =>
    {
        try
        {
            await Task.Delay(delay, _time, _stopping.Token);
            _standIn.State.Revive();
            await ListenAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Disposed before it was time to listen.
        }
    });

    private void CloseAfterDeath(TimeSpan restartAfter) => _ = Task.Run(async () =>
    {
        await CloseAsync();
        if (restartAfter > TimeSpan.Zero)
        {
            ListenAfter(restartAfter);
        }
    });

    private int HoldAny()
    {
        _held = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ExclusiveAddressUse = true };
        _held.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)_held.LocalEndPoint!).Port;
    }

    private void Release()
    {
        _held?.Dispose();
        _held = null;
    }
}

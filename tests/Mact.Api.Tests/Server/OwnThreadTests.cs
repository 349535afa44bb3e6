using System.Buffers;
using Mact.Api.Http;

namespace Mact.Api.Tests.Server;

/// <summary>What reads a large body leaves nothing in the pools of threads that live on.</summary>
public sealed class OwnThreadTests
{
    [Fact]
    public async Task What_the_shared_pool_keeps_for_the_thread_goes_with_it()
    {
        var array = await OwnThread.RunAsync(static () =>
        {
            var rented = ArrayPool<byte>.Shared.Rent(1 << 24);
            ArrayPool<byte>.Shared.Return(rented);
            return new WeakReference(rented);
        });

        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                return !array.IsAlive;
            });
    }

    [Fact]
    public async Task What_fails_there_fails_here()
    {
        await Should.ThrowAsync<FormatException>(OwnThread.RunAsync(static int () => throw new FormatException()));
        await Should.ThrowAsync<FormatException>(OwnThread.RunAsync(static async Task<int> () =>
        {
            await Task.Yield();
            throw new FormatException();
        }));
    }
}

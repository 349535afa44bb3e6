namespace Mact.Web.Services;

/// <summary>
/// The rows of one stored table as a grid scrolls through them: read in blocks, the nearest of which are kept, with a block ahead on either
/// side. So most of what comes into sight is here already. For one circuit: not safe for several threads.
/// </summary>
public sealed class RowBlocks(MactClient api, string id)
{
    private const int Size = 500;
    private const int MaxKept = 10;

    private readonly Dictionary<int, Task<ApiResult<TableRows>>> _blocks = [];

    /// <summary>A window of rows; complete at once where all of it is here.</summary>
    /// <param name="start">Zero-based place of the first row.</param>
    /// <param name="count">Rows asked for; fewer come at the end of the table.</param>
    /// <param name="cancellationToken">Gives up waiting; what is being read is kept for the next who asks.</param>
    public async ValueTask<ApiResult<TableRows>> ReadAsync(int start, int count, CancellationToken cancellationToken)
    {
        var (first, last) = (start / Size, (start + Math.Max(count, 1) - 1) / Size);
        var reading = Enumerable.Range(first, last - first + 1).Select(BlockAsync).ToList();
        List<IReadOnlyList<string?>> rows = [];
        TableRows? block = null;
        foreach (var next in reading)
        {
            var result = await next.WaitAsync(cancellationToken);
            if (result is not ApiResult<TableRows>.Ok { Value: var read })
            {
                return result;
            }

            block ??= read;
            rows.AddRange(read.Rows);
        }

        ReadAhead(first, last, block!.Total);
        Forget(first, last);
        return new ApiResult<TableRows>.Ok(block with { Rows = [.. rows.Skip(start - (first * Size)).Take(count)], Offset = start });
    }

    private Task<ApiResult<TableRows>> BlockAsync(int number)
    {
        // One that could not be read, perhaps ahead of need, is read again.
        if (!_blocks.TryGetValue(number, out var block) || block is { IsCompletedSuccessfully: true, Result: ApiResult<TableRows>.Failed })
        {
            block = api.ReadRowsAsync(id, number * Size, Size, CancellationToken.None);
            _blocks[number] = block;
        }

        return block;
    }

    private void ReadAhead(int first, int last, int total)
    {
        if (first > 0)
        {
            _ = BlockAsync(first - 1);
        }

        if ((last + 1) * Size < total)
        {
            _ = BlockAsync(last + 1);
        }
    }

    private void Forget(int first, int last)
    {
        var middle = (first + last) / 2;
        foreach (var number in _blocks.Keys.OrderBy(number => Math.Abs(number - middle)).Skip(MaxKept).ToList())
        {
            _blocks.Remove(number);
        }
    }
}

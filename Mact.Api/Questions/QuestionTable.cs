using Mact.Core.Tables;

namespace Mact.Api.Questions;

/// <summary>A table of a request: its rows, or where they are stored. Closed.</summary>
internal abstract record QuestionTable
{
    private QuestionTable()
    {
    }

    /// <summary>The name that SQL uses.</summary>
    public abstract string Name { get; }

    /// <summary>The rows came with the request.</summary>
    public sealed record Inline(TableReading.Success Reading) : QuestionTable
    {
        /// <inheritdoc/>
        public override string Name => Reading.Table.Name;
    }

    /// <summary>The rows are stored already.</summary>
    public sealed record Stored(string Id, string As) : QuestionTable
    {
        /// <inheritdoc/>
        public override string Name => As;
    }
}

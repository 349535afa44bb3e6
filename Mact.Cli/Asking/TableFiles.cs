using System.CommandLine;

namespace Mact.Cli.Asking;

/// <summary>Tables named on the command line, or piped in.</summary>
internal static class TableFiles
{
    public static Argument<FileInfo[]> Argument() => new("tables")
    {
        Description = "CSV, TSV, JSON or Excel files. Without any, a table is read from a pipe.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Stores them and says what was changed while they were read.</summary>
    /// <exception cref="CommandException">A file is not there, or there is none and nothing is piped in.</exception>
    /// <exception cref="ApiProblemException">The Api refused one.</exception>
    public static async Task<IReadOnlyList<TableRef>> UploadAsync(MactClient client, FileInfo[] files, CancellationToken cancellationToken)
    {
        if (files.Length == 0 && !Console.IsInputRedirected)
        {
            throw new CommandException("No table is given. Name one or several files, or pipe a CSV in.");
        }

        List<TableRef> tables = [];
        var contents = files.Length == 0 ? [("table", "table.csv", await ReadInputAsync(cancellationToken))] : files.Select(Read);
        foreach (var (name, fileName, content) in contents)
        {
            var stored = (await client.UploadFileAsync(name, fileName, content, ReadingOptions.None, cancellationToken)).Require();
            tables.AddRange(stored.Tables.Select(static table => new TableRef(table.Id, table.Name)));
            var notes = stored.Tables.SelectMany(static table => table.Repairs, static (table, repair) => $"{table.Name}: {repair.Message}")
                .Concat(stored.Skipped.Select(static sheet => $"{sheet.Name} is left out: {sheet.Message}"));
            foreach (var note in notes)
            {
                await Console.Error.WriteLineAsync(Cli.Plain($"{fileName}, {note}"));
            }
        }

        return tables;
    }

    private static (string Name, string FileName, byte[] Content) Read(FileInfo file) => file.Exists
        ? (Path.GetFileNameWithoutExtension(file.Name), file.Name, File.ReadAllBytes(file.FullName))
        : throw new CommandException($"There is no file '{file}'.");

    private static async Task<byte[]> ReadInputAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        using var content = new MemoryStream();
        await input.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}

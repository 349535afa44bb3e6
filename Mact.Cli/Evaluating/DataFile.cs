using Mact.Core.Tables;
using Mact.Evaluation.DataSets;

namespace Mact.Cli.Evaluating;

/// <summary>A data set on disk, as lines of JSON that need no file beside them (docs/data.md).</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Lines">One item each.</param>
internal sealed record DataFile(string Name, IReadOnlyList<string> Lines)
{
    /// <summary>All of it as one text.</summary>
    public string Text => string.Join('\n', Lines) + "\n";

    /// <summary>
    /// Reads a data set of any known shape; a row that cannot be asked is said and left out. Files that rows name are looked for in the data set's
    /// folder (and <c>all_csv</c> beside it) and nowhere else.
    /// </summary>
    /// <exception cref="CommandException">There is no such file, or nothing in it can be asked.</exception>
    public static DataFile Read(FileInfo file, DataSetFormat format, IReadOnlyList<FileInfo> tables)
    {
        if (!file.Exists)
        {
            throw new CommandException($"There is no file '{file}'.");
        }

        var source =
            new DataSetSource(file.Name)
            {
                Format = format,
                ReadFile = name => ReadBeside(file.Directory!, name),
                Tables = [.. tables.Select(ReadTable)],
            };
        var rows = DataSetReader.Read(File.ReadAllText(file.FullName), source);
        foreach (var bad in rows.OfType<DataSetRow.Bad>())
        {
            Console.Error.WriteLine(Cli.Plain($"Row {bad.Number} is left out: {bad.Reason}"));
        }

        List<string> lines = [.. rows.OfType<DataSetRow.Usable>().Select(static row => DataSetReader.WriteLine(row.Item))];
        return lines.Count > 0
            ? new(Path.ChangeExtension(file.Name, "jsonl"), lines)
            : throw new CommandException($"Nothing in '{file}' can be asked.");
    }

    private static Core.Tables.Table ReadTable(FileInfo file) =>
        DelimitedTextReader.Read(Path.GetFileNameWithoutExtension(file.Name), File.ReadAllBytes(file.FullName), new TableLimits()) switch
        {
            TableReading.Success success => success.Table,
            TableReading.Refused refused => throw new CommandException($"{file.Name}: {refused.Message}"),
            _ => throw new CommandException($"{file.Name} cannot be read as a table."),
        };

    private static string? ReadBeside(DirectoryInfo folder, string name)
    {
        var roots = (DirectoryInfo?[])[
            folder,
            folder.Parent,
            new(Path.Combine(folder.FullName, "all_csv")),
            new(Path.Combine(folder.Parent?.FullName ?? folder.FullName, "all_csv"))];
        foreach (var root in roots.OfType<DirectoryInfo>())
        {
            var path = Path.GetFullPath(Path.Combine(root.FullName, name));
            // A row is foreign text: it may not name a file outside.
            if (path.StartsWith(root.FullName + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path))
            {
                return File.ReadAllText(path);
            }
        }

        return null;
    }
}

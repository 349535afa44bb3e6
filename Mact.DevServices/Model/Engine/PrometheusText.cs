using System.Globalization;
using System.Text;

namespace Mact.DevServices.Model.Engine;

/// <summary>Builds a page of the Prometheus text format, with the labels that vLLM puts on every series.</summary>
internal sealed class PrometheusText(string model)
{
    private readonly StringBuilder _text = new();
    private readonly string _labels = $"engine=\"0\",model_name=\"{Escape(model)}\"";

    public void Gauge(string name, double value)
    {
        Header(name, "gauge");
        Line(name, "", value);
    }

    public void Counter(string name, double value)
    {
        Header(name, "counter");
        Line(name, "", value);
    }

    public void Counter(string name, string label, IReadOnlyDictionary<string, long> values)
    {
        Header(name, "counter");
        foreach (var (key, value) in values)
        {
            Line(name, $",{label}=\"{Escape(key)}\"", value);
        }
    }

    public void Histogram(string name, Histogram histogram)
    {
        Header(name, "histogram");
        for (var i = 0; i < histogram.Bounds.Count; i++)
        {
            Line($"{name}_bucket", $",le=\"{PythonNumber(histogram.Bounds[i])}\"", histogram.CountUpTo(i));
        }

        Line($"{name}_bucket", ",le=\"+Inf\"", histogram.Count);
        Line($"{name}_count", "", histogram.Count);
        Line($"{name}_sum", "", histogram.Sum);
    }

    public void Info(string name, params (string Label, string Value)[] labels)
    {
        Header(name, "gauge");
        Line(name, string.Concat(labels.Select(static label => $",{label.Label}=\"{Escape(label.Value)}\"")), 1);
    }

    public override string ToString() => _text.ToString();

    private void Header(string name, string type) =>
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} Simulated by the model endpoint stand-in.\n# TYPE {name} {type}\n");

    private void Line(string name, string labels, double value) =>
        _text.Append(CultureInfo.InvariantCulture, $"{name}{{{_labels}{labels}}} {PythonNumber(value)}\n");

    private static string PythonNumber(double value) => Chat.PythonFloat.Write(value);

    private static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

using Mact.DevServices.Model.Configuration;

namespace Mact.DevServices.Model.Faults;

/// <summary>Chooses the fault of a request: the one its header asks for, else the first rule whose turn it is.</summary>
public sealed class FaultSelector
{
    private readonly Lock _gate = new();
    private List<(FaultRule Rule, Fault Fault, int Seen)> _rules = [];

    /// <summary>Starts with these rules.</summary>
    /// <exception cref="ArgumentException">A rule names no known fault.</exception>
    public FaultSelector(IEnumerable<FaultRule> rules) => Replace(rules);

    /// <summary>Puts other rules in place of all there are, and starts counting anew.</summary>
    /// <exception cref="ArgumentException">A rule names no known fault.</exception>
    public void Replace(IEnumerable<FaultRule> rules)
    {
        var parsed = rules.Select(static rule => (rule, Parse(rule), 0)).ToList();
        lock (_gate)
        {
            _rules = parsed;
        }
    }

    /// <summary>The fault for this request, or null.</summary>
    public Fault? Select(string path, string? header)
    {
        if (Fault.TryParse(header, out var asked))
        {
            return asked;
        }

        lock (_gate)
        {
            Fault? chosen = null;
            for (var i = 0; i < _rules.Count; i++)
            {
                var (rule, fault, seen) = _rules[i];
                if (path.EndsWith(rule.Path, StringComparison.Ordinal))
                {
                    _rules[i] = (rule, fault, seen + 1);
                    chosen ??= seen >= rule.Skip && seen - rule.Skip < rule.Count ? fault : null;
                }
            }

            return chosen;
        }
    }

    private static Fault Parse(FaultRule rule) => Fault.TryParse(rule.Fault, out var fault)
        ? fault
        : throw new ArgumentException($"'{rule.Fault}' is no fault. Known: {string.Join(", ", Fault.Names)}.", nameof(rule));
}

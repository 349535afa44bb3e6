using System.Globalization;

namespace Mact.Worker.Agents.Calculation;

/// <summary>Recursive descent over one expression; depth is bounded.</summary>
internal sealed class CalculatorParser(string text, IReadOnlyDictionary<string, IReadOnlyList<decimal>> references)
{
    private const int MaxDepth = 60;
    private const string Ignored = "$€£¥₹";

    private int _position;
    private int _depth;
    private int _parentheses;

    public decimal Parse()
    {
        var value = Sum();
        SkipSpaces();
        if (_position < text.Length && text[_position] == '=')
        {
            return value;
        }

        return _position == text.Length ? value : throw Unexpected();
    }

    private decimal Sum()
    {
        if (++_depth > MaxDepth)
        {
            throw new CalculatorException("The expression is nested too deeply.", _position);
        }

        var value = Product();
        while (true)
        {
            if (Take('+'))
            {
                value += Product();
            }
            else if (Take('-') || Take('−') || Take('–'))
            {
                value -= Product();
            }
            else
            {
                _depth--;
                return value;
            }
        }
    }

    private decimal Product()
    {
        var value = Unary();
        while (true)
        {
            if (Take('*') || Take('×') || Take('·'))
            {
                value *= Unary();
            }
            else if (Take('/') || Take('÷'))
            {
                value = Divide(value, Unary());
            }
            else
            {
                return value;
            }
        }
    }

    private decimal Unary()
    {
        var negative = false;
        while (true)
        {
            if (Take('-') || Take('−'))
            {
                negative = !negative;
            }
            else if (!Take('+'))
            {
                // -2^2 is -(2^2), as in mathematics.
                var value = Power();
                return negative ? -value : value;
            }
        }
    }

    private decimal Power()
    {
        var value = Percent();
        var at = _position;
        if (!TakePower())
        {
            return value;
        }

        if (++_depth > MaxDepth)
        {
            throw new CalculatorException("The expression is nested too deeply.", _position);
        }

        var power = Math.Pow((double)value, (double)Unary());
        _depth--;
        return double.IsFinite(power) && Math.Abs(power) < 7e27
            ? (decimal)power
            : throw new CalculatorException("The power is out of range.", at, undefined: true);
    }

    private decimal Percent()
    {
        var value = Operand();
        while (Take('%'))
        {
            value /= 100;
        }

        return value;
    }

    private decimal Operand()
    {
        SkipSpaces();
        if (_position >= text.Length)
        {
            throw Unexpected();
        }

        var at = _position;
        if (Take('('))
        {
            // Inside plain parentheses a comma still separates thousands; inside a function's it separates arguments.
            var outer = _parentheses;
            _parentheses = 0;
            var value = Sum();
            _parentheses = outer;
            Expect(')');
            return value;
        }

        if (char.IsAsciiDigit(text[_position]) || text[_position] == '.')
        {
            return Number();
        }

        var name = Name();
        if (name.Length == 0)
        {
            throw Unexpected();
        }

        if (CalculatorFunctions.Exists(name))
        {
            Expect('(');
            return CalculatorFunctions.Apply(name, Arguments(), at);
        }

        return references.TryGetValue(name, out var values) && values.Count == 1
            ? values[0]
            : throw new CalculatorException($"\"{name}\" is not a number, a function or the single value of an earlier step.", at);
    }

    private List<decimal> Arguments()
    {
        List<decimal> values = [];
        if (Take(')'))
        {
            return values;
        }

        var outer = _parentheses;
        _parentheses = 1;
        do
        {
            if (!TakeList(values))
            {
                values.Add(Sum());
            }
        }
        while (Take(',') || Take(';'));

        _parentheses = outer;
        Expect(')');
        return values;
    }

    /// <summary>A reference to an earlier list, alone as an argument: sum(step1).</summary>
    private bool TakeList(List<decimal> values)
    {
        var start = _position;
        SkipSpaces();
        var name = Name();
        SkipSpaces();
        if (name.Length > 0 && references.TryGetValue(name, out var list) && _position < text.Length && text[_position] is ')' or ',' or ';')
        {
            values.AddRange(list);
            return true;
        }

        _position = start;
        return false;
    }

    private decimal Number()
    {
        var start = _position;
        while (_position < text.Length && (char.IsAsciiDigit(text[_position]) || text[_position] == '.' || IsThousands()))
        {
            _position++;
        }

        var digits = text[start.._position].Replace(",", string.Empty, StringComparison.Ordinal);
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new CalculatorException($"\"{text[start.._position]}\" is not a number.", start);
    }

    // A comma between exactly three digits and no fourth; between arguments of a function one writes "max(1, 200)" with a
    // space, and "max(1,200)" means two arguments.
    private bool IsThousands() => _parentheses == 0
        && text[_position] == ','
        && _position + 3 < text.Length
        && char.IsAsciiDigit(text[_position + 1]) && char.IsAsciiDigit(text[_position + 2]) && char.IsAsciiDigit(text[_position + 3])
        && (_position + 4 >= text.Length || !char.IsAsciiDigit(text[_position + 4]));

    private string Name()
    {
        var start = _position;
        while (
            _position < text.Length
                && (char.IsLetter(text[_position]) || _position > start && (char.IsAsciiDigit(text[_position]) || text[_position] == '_')))
        {
            _position++;
        }

        return text[start.._position].ToLowerInvariant();
    }

    private decimal Divide(decimal left, decimal right) => right == 0
        ? throw new CalculatorException("Division by zero.", _position, undefined: true)
        : left / right;

    private bool TakePower()
    {
        if (Take('^'))
        {
            return true;
        }

        SkipSpaces();
        if (_position + 1 < text.Length && text[_position] == '*' && text[_position + 1] == '*')
        {
            _position += 2;
            return true;
        }

        return false;
    }

    private bool Take(char expected)
    {
        SkipSpaces();
        if (_position >= text.Length || text[_position] != expected)
        {
            return false;
        }

        // "**" is a power, not a product.
        if (expected == '*' && _position + 1 < text.Length && text[_position + 1] == '*')
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
        {
            throw Unexpected($"\"{expected}\" was expected");
        }
    }

    private void SkipSpaces()
    {
        while (_position < text.Length && (char.IsWhiteSpace(text[_position]) || Ignored.Contains(text[_position], StringComparison.Ordinal)))
        {
            _position++;
        }
    }

    private CalculatorException Unexpected(Sentence? expected = null)
    {
        var found = _position < text.Length ? (Sentence)$"\"{text[_position]}\" at position {_position + 1}" : "the end";
        return new(expected is null ? (Sentence)$"{found} was not expected." : $"{expected}, not {found}.", _position);
    }
}

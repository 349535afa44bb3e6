namespace Mact.DevServices.Reader.Forms;

/// <summary>How many values become one.</summary>
internal enum AggregateKind
{
    Sum,
    Average,
    Minimum,
    Maximum,
}

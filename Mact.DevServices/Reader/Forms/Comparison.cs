namespace Mact.DevServices.Reader.Forms;

/// <summary>How a value is compared.</summary>
internal enum Comparison
{
    Equal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

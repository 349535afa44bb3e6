using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>A kind of question.</summary>
internal interface IShape
{
    /// <summary>The ways in which a question is of this kind; none where it is not.</summary>
    IEnumerable<Reading> Read(QuestionSketch question);
}

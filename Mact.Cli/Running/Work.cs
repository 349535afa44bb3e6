using Mact.Evaluation.DataSets;

namespace Mact.Cli.Running;

/// <summary>One row of a data set, to be asked once under an arm.</summary>
internal sealed record Work(Arm Arm, DataSetRow Row, int Repeat);

namespace Mact.Core.Evaluation.Reporting;

/// <summary>What holds when only answers of at least some agreement count.</summary>
/// <param name="Agreement">The least agreement, 0 to 1.</param>
/// <param name="Coverage">Items answered with at least that agreement, of all items.</param>
/// <param name="Accuracy">Right ones among them: the selective accuracy.</param>
/// <param name="AtThisAgreement">Right ones among the answers of exactly this agreement.</param>
public sealed record CalibrationPoint(double Agreement, Proportion Coverage, Proportion Accuracy, Proportion AtThisAgreement);

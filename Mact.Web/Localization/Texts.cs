namespace Mact.Web.Localization;

/// <summary>Names the resource files of the pages: keys are the English texts, Texts.ko.resx holds the Korean ones.</summary>
public sealed class Texts;

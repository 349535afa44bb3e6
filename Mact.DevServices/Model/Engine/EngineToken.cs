using System.Runtime.InteropServices;

namespace Mact.DevServices.Model.Engine;

/// <summary>One token left the engine.</summary>
/// <param name="Completion">The index of the completion it belongs to.</param>
/// <param name="CachedTokens">How many prompt tokens that completion found in the prefix cache.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EngineToken(int Completion, int CachedTokens);

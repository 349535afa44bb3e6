using Mact.DevServices.Model.Faults;

namespace Mact.DevServices.Model.Http;

/// <summary>What the stand-in knows of the request it handles.</summary>
internal sealed record StandInCall(byte[] Body, Fault? Fault, LoggedRequest Entry);

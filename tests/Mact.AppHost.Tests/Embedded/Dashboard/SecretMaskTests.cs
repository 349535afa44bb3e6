using Mact.AppHost.Embedded.Dashboard.Resources;

namespace Mact.AppHost.Tests.Embedded.Dashboard;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("ConnectionStrings__model", "Endpoint=https://m.example/v1;Key=sk-very-secret;Model=auto", "Endpoint=https://m.example/v1;Key=•••••;Model=auto")]
    [InlineData("ConnectionStrings__redis", "r.example:6380,password=very-secret,ssl=true", "r.example:6380,password=•••••,ssl=true")]
    [InlineData("ConnectionStrings__redis", "redis://me:very-secret@r.example:6380", "redis://•••••@r.example:6380")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=very-secret", "•••••")]
    [InlineData("MACT_API_KEY", "very-secret", "•••••")]
    [InlineData("OTEL_SERVICE_NAME", "worker", "worker")]
    [InlineData("services__api__http__0", "http://localhost:8081", "http://localhost:8081")]
    public void Secrets_are_masked_and_the_rest_stays_readable(string name, string value, string shown) => SecretMask.Apply(name, value).ShouldBe(shown);
}

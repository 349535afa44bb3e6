using Mact.AppHost.Embedded;

Console.WriteLine(StartupLine.Text);

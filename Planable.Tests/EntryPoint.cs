using Planable.Tests.Emulators;
using Xunit.Runner.InProc.SystemConsole;

namespace Planable.Tests;

/// <summary>The tests are a program of their own; told to, it plays the networks instead.</summary>
static class EntryPoint
{
    public static Task<int> Main(string[] arguments) => arguments is ["emulators", var settingsFile] ? EmulatorHost.Run(settingsFile) : ConsoleRunner.Run(arguments);
}

using AkkaSpecs.Support;
using Xunit.Runner.InProc.SystemConsole;

// Specifications of what happens when a process is killed start this program again as a node of a cluster.
return args is [NodeProcess.Command, var config]
    ? await NodeProcess.RunAsync(config)
    : await ConsoleRunner.Run(args);

using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Moe.Unit.Specs")]

using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.Commands;

/// <summary>`-- schema export [--output FILE]` prints the schema of the API.</summary>
static class SchemaCommand
{
    public static async Task<int> Run(IServiceProvider services, IConfiguration said, string[] args)
    {
        if (args is not ["schema", "export", ..])
        {
            await Console.Error.WriteLineAsync("Use: -- schema export [--output FILE]");
            return 2;
        }

        var text = SchemaPrinter.Print(services.GetRequiredService<RequestExecutor>().Schema);
        if (said["output"] is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, text);
        else
            Console.Write(text);
        return 0;
    }
}

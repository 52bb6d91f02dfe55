// The one place that names the GraphQL library for the application's types. Moving to HotChocolate replaces these lines by its namespaces; see Engine/README.md.
// What registers and intercepts names Engine.Execution and Engine.Http itself.
global using Planable.Web.GraphQL.Engine;
global using Planable.Web.GraphQL.Engine.Annotations;
global using Planable.Web.GraphQL.Engine.Data;
global using Planable.Web.GraphQL.Engine.Errors;
global using Planable.Web.GraphQL.Engine.Subscriptions;

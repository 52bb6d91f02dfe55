// The one place that names the GraphQL library. Moving to HotChocolate replaces these lines by its namespaces; see Engine/README.md.
global using Planable.Web.GraphQL.Engine;
global using Planable.Web.GraphQL.Engine.Annotations;
global using Planable.Web.GraphQL.Engine.Building;
global using Planable.Web.GraphQL.Engine.Data;
global using Planable.Web.GraphQL.Engine.Errors;
global using Planable.Web.GraphQL.Engine.Execution;
global using Planable.Web.GraphQL.Engine.Http;
global using Planable.Web.GraphQL.Engine.Subscriptions;

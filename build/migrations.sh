#!/usr/bin/env bash
# Adds a migration of the given name for both databases. Usage: build/migrations.sh AddLabels
# EF writes the whole model once more beside every migration. All that is read of it is its version (see PlainMigration), and a hundred thousand
# such lines were most of a build, so the migration keeps its two attributes and the rest goes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet tool restore >/dev/null
for database in Postgres SqlServer; do
  dotnet ef migrations add "$1" --context "${database}Db" -p Planable.Data -s Planable.Data -o "Migrations/$database"
  for designer in "Planable.Data/Migrations/$database"/*.Designer.cs; do
    migration=${designer%.Designer.cs}.cs id=$(basename "$designer" .Designer.cs)
    sed -i -e '1s/^\xEF\xBB\xBF//' -e "s/^    public partial class /    [DbContext(typeof(${database}Db))]\n    [Migration(\"$id\")]\n    public class /" -e "s/ : Migration\$/ : PlainMigration/" \
      -e '/^using Microsoft.EntityFrameworkCore.Infrastructure;/d' \
      -e 's/^using Microsoft.EntityFrameworkCore.Migrations;/using Microsoft.EntityFrameworkCore.Infrastructure;\nusing Microsoft.EntityFrameworkCore.Migrations;\nusing Planable.Data.Databases;/' "$migration"
    rm "$designer"
  done
done

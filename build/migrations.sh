#!/usr/bin/env bash
# Adds a migration of the given name for both databases. Usage: build/migrations.sh AddLabels
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet tool restore >/dev/null
for database in Postgres SqlServer; do
  dotnet ef migrations add "$1" --context "${database}Db" -p Planable.Data -s Planable.Data -o "Migrations/$database"
done

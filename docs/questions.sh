#!/usr/bin/env bash
# The seventeen questions in one batch, with plans and certificates. Arguments go to `railhead batch`, for example: --threads 4
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
scenarios=("as it stands" paris half-of-france no-lend-lease everything-east collapse-rhine collapse-oder collapse-all
    d-day-fails race earlier-offensive surprise-1941 resistance-rises french-army sealion occupation)
asked=()
for scenario in "${scenarios[@]}"; do
    asked+=(--scenario "$scenario")
done
exec ./railhead.sh batch workbooks/{vistula-rhine,balkans-italy,iran-spain}.xlsx "${asked[@]}" --certificates --out answers "$@"

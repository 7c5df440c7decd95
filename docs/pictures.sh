#!/usr/bin/env bash
# Makes the pictures of the pages that the manual shows: docs/page.png, docs/page-dark.png, docs/page-narrow.png, docs/batch.png; and of
# the paper: docs/pdf-1.png.
#
#     npm ci --prefix tests/browser
#     docs/pictures.sh [RAILHEAD]
#
# RAILHEAD is the program (default: ./railhead.sh, which builds it). Needs Chromium (CHROMIUM names it), Node,
# and pdftoppm (poppler-utils).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
railhead="${1:-./railhead.sh}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

"$railhead" solve models/vistula-rhine --scenario paris --period 30 --no-plan --quiet \
    -o "$work/answer.xlsx" --html "$work/page.html" --pdf "$work/paper.pdf"
"$railhead" batch models/vistula-rhine --out "$work/batch" --period 60 --no-plan --quiet \
    --sweep trucks=80%:120%:20% --sweep ammunition=2400:3000:200 >"$work/said" || { cat "$work/said"; exit 1; }
node tests/browser/pictures.mjs "$work/page.html" "$work/batch/report.html" docs
pdftoppm -r 90 -f 1 -l 1 -png -singlefile "$work/paper.pdf" docs/pdf-1

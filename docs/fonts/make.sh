#!/usr/bin/env bash
# Makes the fonts of the paper in src/report/pdf/assets: Noto Serif and Noto Sans, regular and bold, with the letters of the Latin, Greek
# and Cyrillic scripts, punctuation, arrows and a few signs. Noto is under the SIL Open Font License 1.1: see docs/licences.md.
#
#     docs/fonts/make.sh [FOLDER]
#
# FOLDER holds NotoSerif-Regular.ttf and the others (default: where Debian's package fonts-noto-core puts them). Needs fontTools
# (Debian: python3-fonttools).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder="${1:-/usr/share/fonts/truetype/noto}"
letters="U+0020-024F,U+0259,U+02BC,U+02C6-02DD,U+0370-03FF,U+0400-04FF,U+1E00-1EFF,U+2000-206F,U+2070-209F,U+20A0-20BF,U+2113,U+2116"
letters="$letters,U+2122,U+2190-2199,U+2212,U+2248,U+2260,U+2264,U+2265,U+FFFD"
for font in NotoSerif-Regular NotoSerif-Bold NotoSans-Regular NotoSans-Bold; do
    python3 -m fontTools.subset "$folder/$font.ttf" --unicodes="$letters" --name-IDs='*' --no-hinting \
        --layout-features='kern,mark,mkmk,ccmp,locl,liga,tnum,lnum,pnum' --output-file="src/report/pdf/assets/$font.ttf"
done

#!/usr/bin/env bash
# Builds Railhead and runs it with the arguments given; without any, it answers the shipped question.
#
#   ./railhead.sh                          solve workbooks/vistula-rhine.xlsx, results beside it
#   ./railhead.sh check my-campaign.xlsx   any other verb; `./railhead.sh --help` lists them
#
# The first run compiles everything (some minutes, most of them for HiGHS), and the first with --pdf some minutes more, for Typst; later ones
# start at once.
set -euo pipefail

# shellcheck source=.ci/prepare.sh
. "$(dirname "${BASH_SOURCE[0]}")/.ci/prepare.sh"

manifest=(--manifest-path "$railhead_root/Cargo.toml")
if [ $# -eq 0 ]; then
    set -- solve "$railhead_root/workbooks/vistula-rhine.xlsx" -o "$railhead_root/workbooks/vistula-rhine.results.xlsx"
fi
# Papers are set by Typst, which takes minutes to compile: only for those who ask for one.
for argument in "$@"; do
    case "$argument" in
        --pdf | --pdf=*)
            railhead_run_features+=(--features pdf)
            break
            ;;
    esac
done
railhead_say "building (the first time takes some minutes)."
cargo build "${manifest[@]}" --bin railhead ${railhead_run_features[@]+"${railhead_run_features[@]}"}
# `cargo run` stays in the caller's folder, so that FILE means what the caller means, and hands on the exit code.
exec cargo run --quiet "${manifest[@]}" --bin railhead ${railhead_run_features[@]+"${railhead_run_features[@]}"} -- "$@"

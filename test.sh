#!/usr/bin/env bash
# Runs every test of Railhead. Arguments go to `cargo test`, for example: ./test.sh --test roundtrip
set -euo pipefail

# shellcheck source=.ci/prepare.sh
. "$(dirname "${BASH_SOURCE[0]}")/.ci/prepare.sh"

cd "$railhead_root"
railhead_say "building and testing (the first time takes some minutes)."
exec cargo test "${railhead_test_features[@]}" "$@"

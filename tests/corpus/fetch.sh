#!/bin/sh
# Collects the test workbooks that come with published packages, for `cargo test --test corpus`.
# Usage: tests/corpus/fetch.sh FOLDER, then RAILHEAD_CORPUS=FOLDER cargo test --test corpus -- --nocapture
# The workbooks are other people's: they are only read, and never committed.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A package of ours that needs theirs: cargo then fetches their sources as it does for any build.
mkdir "$work/src"
: > "$work/src/lib.rs"
cat > "$work/Cargo.toml" <<'MANIFEST'
[package]
name = "corpus"
version = "0.0.0"
edition = "2021"

[dependencies]
calamine = "=0.38.0"
ironcalc = "=0.9.1"
umya-spreadsheet = "=2.3.3"
MANIFEST
cargo fetch --quiet --manifest-path "$work/Cargo.toml"
cargo metadata --quiet --format-version 1 --manifest-path "$work/Cargo.toml" > "$work/metadata.json"

take() { # NAME SOURCES
    count=0
    find "$2" -type f \( -iname '*.xlsx' -o -iname '*.xlsm' \) | sort > "$work/found"
    while read -r file; do
        # The path tells apart files of one name.
        name=$(printf '%s' "${file#"$2"/}" | tr '/ ' '__')
        cp "$file" "$folder/$1-$name"
        count=$((count + 1))
    done < "$work/found"
    echo "$1: $count workbooks"
}

for crate in calamine ironcalc umya-spreadsheet; do
    manifest=$(grep -o "\"manifest_path\":\"[^\"]*/$crate-[0-9][^\"/]*/Cargo.toml\"" "$work/metadata.json" | head -n 1 | cut -d'"' -f4)
    if [ -n "$manifest" ]; then take "$crate" "$(dirname "$manifest")"; else echo "$crate: no sources"; fi
done

for package in openpyxl XlsxWriter; do
    mkdir -p "$work/$package"
    if python3 -m pip download --quiet --no-binary :all: --no-deps --dest "$work/$package" "$package" > /dev/null 2>&1; then
        for archive in "$work/$package"/*.tar.gz; do tar -xzf "$archive" -C "$work/$package"; done
        take "$package" "$work/$package"
    else
        echo "$package: no sources"
    fi
done

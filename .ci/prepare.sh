# Sourced by railhead.sh, test.sh and .ci/run (bash): makes sure that Railhead can be built on this machine.
#
# HiGHS, the default solver, is C++: it needs cmake, make, a C++ compiler, and libclang with its headers. Whatever is
# missing is installed with apt-get where that is possible. Otherwise Railhead is built with its pure-Rust solver.
#
#   RAILHEAD_PURE_RUST=1    go straight to the pure-Rust solver, install nothing
#
# Sets:  railhead_root            the folder of the repository
#        railhead_run_features    cargo's words for the program
#        railhead_test_features   cargo's words for tests and lints

railhead_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
railhead_run_features=()
# Both solvers and papers; not `recalc`, whose library takes minutes to compile: `cargo test --all-features --test reading` tests it.
railhead_test_features=(--features pure-rust,pdf)

# What is said here goes to stderr, so that `./railhead.sh solve FILE --format json` stays clean on stdout.
railhead_say() { printf 'railhead: %s\n' "$*" >&2; }

# Whether any of these paths (globs already spread by the caller) exists.
railhead_any() {
    local path
    for path in "$@"; do
        [ -e "$path" ] && return 0
    done
    return 1
}

# Folders in which a libclang may lie, one a line.
railhead_clang_folders() {
    if [ -n "${LIBCLANG_PATH:-}" ]; then
        if [ -d "$LIBCLANG_PATH" ]; then printf '%s\n' "$LIBCLANG_PATH"; else dirname "$LIBCLANG_PATH"; fi
    fi
    if command -v llvm-config >/dev/null 2>&1; then llvm-config --libdir 2>/dev/null || true; fi
    if command -v ldconfig >/dev/null 2>&1; then
        ldconfig -p 2>/dev/null | sed -n 's|.*=> \(.*\)/libclang[-.0-9]*so.*|\1|p' || true
    elif [ -x /sbin/ldconfig ]; then
        /sbin/ldconfig -p 2>/dev/null | sed -n 's|.*=> \(.*\)/libclang[-.0-9]*so.*|\1|p' || true
    fi
    local folder
    for folder in /usr/lib/llvm*/lib /usr/lib64/llvm*/lib /usr/lib/*-linux-gnu /usr/lib64 /usr/lib /usr/local/lib \
        /opt/homebrew/opt/llvm/lib /Library/Developer/CommandLineTools/usr/lib; do
        if [ -d "$folder" ]; then printf '%s\n' "$folder"; fi
    done
}

# libclang itself, and the headers that belong to it: the package libclang1 alone brings no headers, and is not enough.
railhead_has_libclang() {
    local folder found=no headers=no
    while IFS= read -r folder; do
        if railhead_any "$folder"/libclang.so "$folder"/libclang.so.* "$folder"/libclang-[0-9]*.so \
            "$folder"/libclang-[0-9]*.so.* "$folder"/libclang.dylib; then
            found=yes
            railhead_any "$folder"/clang/*/include/stddef.h "$folder"/../lib/clang/*/include/stddef.h && headers=yes
        fi
    done < <(railhead_clang_folders)
    railhead_any /usr/lib/llvm*/lib/clang/*/include/stddef.h /usr/lib/clang/*/include/stddef.h \
        /usr/lib64/clang/*/include/stddef.h && headers=yes
    [ "$found" = yes ] && [ "$headers" = yes ]
}

# Debian packages that are missing, one a line; nothing if HiGHS can be built.
railhead_missing() {
    command -v cmake >/dev/null 2>&1 || echo cmake
    command -v make >/dev/null 2>&1 || command -v ninja >/dev/null 2>&1 || echo make
    command -v "${CXX:-c++}" >/dev/null 2>&1 || echo g++
    railhead_has_libclang || echo libclang-dev
}

# Installs Debian packages; fails quietly where that is impossible.
railhead_apt_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || return 1
        # Without a terminal nobody can type a password.
        if [ -t 0 ]; then as_root=(sudo); else as_root=(sudo -n); fi
    fi
    local log
    log="$(mktemp)"
    # Old package lists may do; what counts is whether the packages can be installed.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update >"$log" 2>&1 || true
    if "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" \
        >>"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    tail -n 3 "$log" >&2
    rm -f "$log"
    return 1
}

railhead_use_pure_rust() {
    railhead_run_features=(--no-default-features --features pure-rust)
    railhead_test_features=(--no-default-features --features pure-rust)
}

railhead_prepare() {
    if ! command -v cargo >/dev/null 2>&1 && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
        PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
        export PATH
    fi
    if ! command -v cargo >/dev/null 2>&1; then
        railhead_say "Rust's cargo is missing. Install it from https://rustup.rs and run this again."
        exit 2
    fi
    if [ "${RAILHEAD_PURE_RUST:-0}" = 1 ]; then
        railhead_say "RAILHEAD_PURE_RUST=1: building with the pure-Rust solver (Clarabel)."
        railhead_use_pure_rust
        return 0
    fi
    local missing
    missing="$(railhead_missing | tr '\n' ' ')"
    missing="${missing% }"
    [ -z "$missing" ] && return 0
    railhead_say "the HiGHS solver needs what is not here yet: $missing. Trying to install it with apt-get."
    # One word per package, on purpose.
    # shellcheck disable=SC2086
    if railhead_apt_install $missing && [ -z "$(railhead_missing)" ]; then
        railhead_say "installed: $missing."
        return 0
    fi
    railhead_say "could not install: $missing. To do it by hand: sudo apt-get install $missing"
    railhead_say "going on with the pure-Rust solver (Clarabel): same answers, several times slower."
    railhead_use_pure_rust
}

railhead_prepare

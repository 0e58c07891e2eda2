#!/usr/bin/env bash
# Configures and builds the native library: build.sh SOURCE BUILD [CMake arguments].
# Two builds at once are safe: the second waits for the first and then finds everything done.
set -euo pipefail

source_dir=${1%/}
build_dir=${2%/}
shift 2

missing() {
    echo "error: the TorchSharp stand-in needs $1 to build its native part, and it is not on the PATH. On Debian:" \
         "apt-get install $2. Where TorchSharp's own packages can be had, build with -p:Stack=packages instead." >&2
    exit 1
}

command -v cmake > /dev/null || missing cmake cmake
command -v c++ > /dev/null || command -v g++ > /dev/null || missing "a C++ compiler" g++

mkdir -p "$build_dir"
exec 9> "$build_dir/.lock"
if command -v flock > /dev/null; then flock 9; fi

run() {
    local log="$build_dir/$1.log"
    shift
    if ! "$@" > "$log" 2>&1; then
        grep -E -A12 "CMake Error|error:" "$log" >&2 || tail -n 40 "$log" >&2
        echo "error: the native part of the TorchSharp stand-in did not build. The whole log is $log." >&2
        exit 1
    fi
}

# What CMake found with other arguments must not be used again.
if [[ "$build_dir/arguments" -nt "$build_dir/CMakeCache.txt" ]]; then rm -f "$build_dir/CMakeCache.txt"; fi

run configure cmake -S "$source_dir" -B "$build_dir" -DCMAKE_BUILD_TYPE=Release "$@"
run build cmake --build "$build_dir" --parallel "$(nproc)"
# Newer than every source, also where nothing had to be compiled.
touch "$build_dir/libtorchstandin.so"

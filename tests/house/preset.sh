#!/bin/sh
# Configures, builds and tests one preset; what was built before is kept. If the tests pass, the command that
# follows is run.
# usage: preset.sh PRESET BUILD CMAKE CTEST [COMMAND...]
set -eu
preset=$1 build=$2 cmake=$3 ctest=$4
shift 4

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Again when the presets changed: CMake itself watches all but those.
{ [ "$build/build.ninja" -nt CMakePresets.json ] || "$cmake" --preset "$preset" -B "$build"; } \
    >"$log" 2>&1 &&
    "$cmake" --build "$build" >>"$log" 2>&1 || { cat "$log"; exit 1; }

find "$build" -name '*.gcda' -delete # what earlier runs reached
status=0
TSAN_OPTIONS=halt_on_error=1 "$ctest" --test-dir "$build" --output-on-failure --no-tests=error -j "$(nproc)" -LE long || status=$?
awk -v prefix="$preset: " -f "$(dirname "$0")/../summary.awk" "$build/Testing/Temporary/LastTest.log"
[ "$status" = 0 ] || exit "$status"
"$@"

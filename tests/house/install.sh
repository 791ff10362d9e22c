#!/bin/sh
# Installs into an empty prefix, then builds and runs a user of it in each way that a user may build.
# usage: install.sh BUILD WORK_DIR CMAKE CC
set -eu
build=$1 work=$2 cmake=$3 cc=$4
here=$(cd "$(dirname "$0")/../install" && pwd)

rm -rf "$work"
mkdir -p "$work"
"$cmake" --install "$build" --prefix "$work/first" >"$work/log"
mv "$work/first" "$work/prefix" # nothing in it may depend on where it was put

libdir=$(dirname "$(find "$work/prefix" -name libriskidx.so)")
export PKG_CONFIG_PATH="$libdir/pkgconfig"
unset LD_LIBRARY_PATH

echo "== find_package"
"$cmake" -S "$here" -B "$work/cmake" -G Ninja -DCMAKE_C_COMPILER="$cc" \
    -DCMAKE_PREFIX_PATH="$work/prefix" >"$work/log"
"$cmake" --build "$work/cmake" >"$work/log" || { cat "$work/log"; exit 1; }
"$work/cmake/consumer"
"$work/cmake/consumer_static"
! ldd "$work/cmake/consumer_static" | grep riskidx

echo "== add_subdirectory"
"$cmake" -S "$here" -B "$work/subdirectory" -G Ninja -DCMAKE_C_COMPILER="$cc" \
    -DRISKIDX_SOURCE="$here/../.." >"$work/log"
"$cmake" --build "$work/subdirectory" >"$work/log" || { cat "$work/log"; exit 1; }
"$work/subdirectory/consumer"

echo "== pkg-config"
# Unquoted on purpose: flags are words.
"$cc" -std=c11 -Wall -Wextra -Werror "$here/consumer.c" $(pkg-config --cflags --libs riskidx) \
    -o "$work/consumer"
LD_LIBRARY_PATH=$libdir "$work/consumer"

echo "== pkg-config --static"
# -l:libriskidx.a, since the shared library stands beside it.
"$cc" -std=c11 "$here/consumer.c" $(pkg-config --static --cflags --libs riskidx |
    sed 's/-lriskidx/-l:libriskidx.a/') -o "$work/consumer_static"
"$work/consumer_static"
! ldd "$work/consumer_static" | grep riskidx

echo "== soname"
ls "$libdir" | grep '^libriskidx\.so'

#!/bin/sh
# clang 14 writes an enum with 64-bit constants into BTF as an enum of 8 bytes whose constants are cut to their
# lower 32 bits (BTF had no other form then; clang 15 and later write ENUM64). Nothing in the BTF says so: 0x100000002
# reads as 2. Who decodes traffic by such BTF names a wrong constant, so an import of such an enum is a problem in
# Ringspect, not a value (protocol.syntax.btf).
set -u
cd "$(dirname -- "$0")" || exit 2
. ./packages.sh

fetch clang-14=1:14.0.6-12 libclang-cpp14=1:14.0.6-12 libclang-common-14-dev=1:14.0.6-12 libllvm14=1:14.0.6-12 \
    pahole=1.24-4.1
llvm=$work/root/usr/lib/llvm-14
LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$llvm/lib
export LD_LIBRARY_PATH
cat >"$work/wide.c" <<'C'
enum wide { SMALL = 1, LARGE = 0x100000002ULL };
struct holder { enum wide w; } held;
C
same "version" "Debian clang version 14.0.6" "$("$llvm/bin/clang" --version | head -1)"
"$llvm/bin/clang" -target bpf -g -c "$work/wide.c" -o "$work/wide.o" || exit 2
pahole=$work/root/usr/bin/pahole
same "constants by the object's BTF" "SMALL = 1, LARGE = 2," \
    "$("$pahole" -F btf -C wide "$work/wide.o" | grep = | xargs)"
same "bytes of the enum by the same BTF" "8" \
    "$("$pahole" -F btf -C holder "$work/wide.o" | sed -n 's,.*size: \([0-9]*\).*,\1,p')"
finish

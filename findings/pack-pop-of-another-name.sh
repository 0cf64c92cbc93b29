#!/bin/sh
# `#pragma pack(pop, NAME)` with a name that nothing pushed: gcc 12 warns and takes back the last push, clang 14 takes
# back nothing. The struct after it has 8 bytes with one and 5 with the other, so driver and program disagree about a
# payload when they are built by different compilers. Ringspect lays out as gcc does, which builds most kernels, and
# warns with both (protocol.syntax.c).
set -u
cd "$(dirname -- "$0")" || exit 2
. ./packages.sh

fetch clang-14=1:14.0.6-12 libclang-cpp14=1:14.0.6-12 libclang-common-14-dev=1:14.0.6-12 libllvm14=1:14.0.6-12 \
    gcc-12=12.2.0-14+deb12u1 cpp-12=12.2.0-14+deb12u1
llvm=$work/root/usr/lib/llvm-14
LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu:$llvm/lib
export LD_LIBRARY_PATH
cat >"$work/pack.c" <<'C'
#pragma pack(push, first, 1)
struct before { char a; int b; };
#pragma pack(pop, other)
struct after { char a; int b; };
int sizes[] = { sizeof(struct before), sizeof(struct after) };
C
# sizes COMPILER...: the two numbers, read from the assembler text.
sizes() { "$@" -S -o - "$work/pack.c" 2>/dev/null | sed -n 's/^[[:space:]]*\.long[[:space:]]*\([0-9]*\).*/\1/p' | xargs; }
gcc=$work/root/usr/bin/x86_64-linux-gnu-gcc-12
same "gcc" "12.2.0" "$("$gcc" -dumpfullversion)"
same "sizes before and after by gcc" "5 8" "$(sizes "$gcc" -B"$work/root/usr/lib/gcc/x86_64-linux-gnu/12/")"
same "clang" "Debian clang version 14.0.6" "$("$llvm/bin/clang" --version | head -1)"
same "sizes before and after by clang" "5 5" "$(sizes "$llvm/bin/clang")"
finish

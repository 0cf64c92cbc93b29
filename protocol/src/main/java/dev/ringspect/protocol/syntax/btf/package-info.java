/** BTF, the kernel's debug format: bytes in, types and problems out. */
@NullMarked
package dev.ringspect.protocol.syntax.btf;

import org.jspecify.annotations.NullMarked;

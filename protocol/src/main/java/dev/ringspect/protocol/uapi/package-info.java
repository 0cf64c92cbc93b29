/** The io_uring ABI as data, with the kernel version that each item came in. */
@NullMarked
package dev.ringspect.protocol.uapi;

import org.jspecify.annotations.NullMarked;

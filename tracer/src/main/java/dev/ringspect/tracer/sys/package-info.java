/** System calls: the only user of the native linker and of restricted memory access; an errno is a value. */
@NullMarked
package dev.ringspect.tracer.sys;

import org.jspecify.annotations.NullMarked;

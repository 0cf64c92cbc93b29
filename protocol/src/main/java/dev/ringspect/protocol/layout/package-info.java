/** C types as data, and how each ABI lays them out: offsets, sizes, holes, bit-fields. */
@NullMarked
package dev.ringspect.protocol.layout;

import org.jspecify.annotations.NullMarked;

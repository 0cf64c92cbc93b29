package dev.ringspect.tracer.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A pipe without a name.
 *
 * @param readEnd what was written comes out here
 * @param writeEnd takes bytes
 */
public record Pipe(Descriptor readEnd, Descriptor writeEnd) implements AutoCloseable {
    /** A new pipe, neither end of which a child process inherits. */
    public static SysResult<Pipe> open() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment two = arena.allocate(ValueLayout.JAVA_INT, 2);
            long result = SystemCalls.linux().pipe(two);
            return result < 0
                    ? new SysResult.Failed<>(SysError.of("pipe2", result))
                    : new SysResult.Ok<>(new Pipe(Descriptor.adopt(two.getAtIndex(ValueLayout.JAVA_INT, 0)),
                            Descriptor.adopt(two.getAtIndex(ValueLayout.JAVA_INT, 1))));
        }
    }

    @Override
    public void close() {
        writeEnd.close();
        readEnd.close();
    }
}

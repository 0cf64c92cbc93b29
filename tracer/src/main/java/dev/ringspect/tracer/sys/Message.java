package dev.ringspect.tracer.sys;

import java.util.List;

/**
 * One message of a {@link MessageSocket}.
 *
 * @param text its bytes, read as UTF-8
 * @param descriptors what came with it; the receiver owns and closes them
 * @param end whether this is no message but the end: the peer has closed
 */
public record Message(String text, List<Descriptor> descriptors, boolean end) implements AutoCloseable {
    public Message {
        descriptors = List.copyOf(descriptors);
    }

    @Override
    public void close() {
        descriptors.forEach(Descriptor::close);
    }
}

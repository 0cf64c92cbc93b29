package dev.ringspect.server.state;

import java.util.List;
import java.util.function.Supplier;

import dev.ringspect.protocol.inspect.subject.Reaches;
import org.jspecify.annotations.Nullable;

/** What the protocol files of one snapshot say about other texts, looked up when the first document asks. */
final class ProtocolReaches implements Supplier<Reaches> {
    private final List<Analysis> files;
    private @Nullable Reaches made;

    ProtocolReaches(List<Analysis> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public synchronized Reaches get() {
        Reaches known = made;
        if (known == null) {
            known = Reaches.of(files.stream().map(Analysis::model).toList());
            made = known;
        }
        return known;
    }
}

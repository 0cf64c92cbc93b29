package dev.ringspect.protocol.inspect.traffic;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.uapi.KernelRelease;

/** Traffic on files of all kinds, and what the inspections say about it: {@code D44 cmd_op 0x1 on plain answered ...}. */
final class TrafficLab {
    static final int LAB = 1;
    static final int PLAIN = 2;
    static final int SOCKET = 3;
    static final int DISK = 4;
    static final int NULL = 5;
    static final int NAMESPACE = 6;
    static final int UBLK = 7;
    static final int OTHER = 8;
    static final int PIPE = 9;
    static final int EVENTFD = 10;
    static final int STRANGE = 11;
    static final int DIRECTORY = 12;
    static final int MOCK = 13;

    private static final int CHARACTER = 0x2180;
    private static final int REGULAR = 0x81A4;
    private static final int ANONYMOUS = 0x09041934;

    private TrafficLab() {}

    /** What all inspections say about the traffic, with the built-in protocols. */
    static List<String> findings(Consumer<EventBuilder> traffic) {
        return findings("", traffic);
    }

    /** The same with a protocol of one's own, or none if its text is empty. */
    static List<String> findings(String protocol, Consumer<EventBuilder> traffic) {
        ProtocolSet protocols = protocol.isEmpty()
                ? ProtocolSet.builtin()
                : ProtocolSet.of(List.of(ProtocolModel.of(SourceText.of("file:///own.uring", protocol))));
        CommandResolver resolver = new CommandResolver(protocols);
        TrafficInspector inspector = new TrafficInspector(TrafficInspections.ALL,
                Optional.of(new KernelRelease(6, 18)));
        Correlator correlator = new Correlator(request -> inspector.inspect(request, resolver.resolve(request)),
                (block, major, minor) -> Optional.empty());
        EventBuilder events = new EventBuilder(correlator).file(LAB, CHARACTER, 240, 0, "lab0")
                .file(PLAIN, REGULAR, 0, 0, 0xEF53, 0, 0, "plain")
                .file(SOCKET, 0xC1ED, 0, 0, 0, 2, 1, "").file(DISK, 0x61B0, 7, 0, "loop0")
                .file(NULL, CHARACTER, 1, 3, "null").file(NAMESPACE, CHARACTER, 241, 0, "ng0n1")
                .file(UBLK, CHARACTER, 10, 120, "ublk-control").file(OTHER, CHARACTER, 242, 0, "0:0:0:0")
                .file(PIPE, 0x1180, 0, 0, 0x50495045, 0, 0, "")
                .file(EVENTFD, REGULAR, 0, 0, ANONYMOUS, 0, 0, "[eventfd]")
                .file(STRANGE, REGULAR, 0, 0, 0x1234, 0, 0, "strange")
                .file(DIRECTORY, 0x41ED, 0, 0, 0xEF53, 0, 0, "folder")
                .file(MOCK, REGULAR, 0, 0, ANONYMOUS, 0, 0, "[io_uring_mock]");
        traffic.accept(events);
        correlator.finish();
        return inspector.findings().stream().map(found -> found.finding().id() + " " + found.finding().message())
                .toList();
    }

    /** A command that ends with {@code res}. */
    static Consumer<EventBuilder> command(int file, int cmdOp, int res, Consumer<EventBuilder.Submission> change) {
        return events -> events.submit(0x10, 1, s -> {
            s.cmdOp(cmdOp).file(file);
            change.accept(s);
        }).complete(0x10, 1, res);
    }

    static Consumer<EventBuilder> command(int file, int cmdOp, int res) {
        return command(file, cmdOp, res, _ -> {});
    }

    /** A refusal by the core. */
    static Consumer<EventBuilder> refused(int file, int cmdOp, int error, Consumer<EventBuilder.Submission> change) {
        return command(file, cmdOp, error, change.andThen(s -> s.error(error)));
    }

    static Consumer<EventBuilder.Submission> u32(int offset, int value) {
        return s -> s.fill(sqe -> sqe.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value));
    }

    static Consumer<EventBuilder.Submission> u16(int offset, int value) {
        return s -> s.fill(sqe -> sqe.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value));
    }

    static Consumer<EventBuilder.Submission> u64(int offset, long value) {
        return s -> s.fill(sqe -> sqe.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value));
    }
}

package dev.ringspect.protocol.inspect.driver;

import java.util.List;
import java.util.stream.Stream;

import dev.ringspect.protocol.inspect.subject.Inspection;

/** The inspections of drivers' code. */
public final class DriverInspections {
    /** All of them. */
    public static final List<Inspection> ALL = Stream
            .of(List.of(new PduCastUnchecked(), new HardCodedCommandOffset(), new RustCmdDataTooBig(),
                    new RustPduTooBig(), new RustQueuedDropped(), new RustReservedResult(), new RustDoubleCmdData(),
                    new RustReprMissing(), new RustInvalidBitPatterns(), new RustPaddingAsBytes(),
                    new RustLayoutVersusC(), new RustTaskWorkFlags()), DriverInspection.ALL)
            .flatMap(List::stream).toList();

    private DriverInspections() {}
}

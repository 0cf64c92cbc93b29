package dev.ringspect.protocol.inspect.language;

import java.util.List;

import dev.ringspect.protocol.inspect.subject.Inspection;

/** The inspections of what a protocol file says. */
public final class LanguageInspections {
    /** All of them. */
    public static final List<Inspection> ALL = List.of(new OverlappingDevices(), new CheckNeverFails(),
            new CheckNeverPasses(), new UnusedImport(), new UnresolvedName(), new UnresolvedImport());

    private LanguageInspections() {}
}

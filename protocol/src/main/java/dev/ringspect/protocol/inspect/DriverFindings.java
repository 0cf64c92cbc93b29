package dev.ringspect.protocol.inspect;

import java.util.List;

import dev.ringspect.protocol.text.SourceText;

/** The findings of one inspection among what is wrong on the ways through a driver's functions. */
final class DriverFindings {
    private DriverFindings() {}

    static List<Finding> of(Rule rule, CheckedSet set) {
        SourceText source = set.source();
        return set.driver().map(DriverSource::mistakes).orElse(List.of()).stream()
                .filter(mistake -> mistake.id().equals(rule.id()))
                .map(mistake -> Finding.of(rule, source.at(mistake.where()), mistake.message())
                        .with(mistake.related().map(source::at), mistake.what()))
                .toList();
    }
}

package dev.ringspect.protocol.finding;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.text.Severity;

/**
 * What a user decided about inspections.
 *
 * @param levels by an inspection's id, the severity of its findings, or empty where it is switched off
 */
public record InspectionSettings(Map<String, Optional<Severity>> levels) {
    /** Every inspection as the catalogue has it. */
    public static final InspectionSettings DEFAULT = new InspectionSettings(Map.of());

    public InspectionSettings {
        levels = Map.copyOf(levels);
    }

    /** The severity to report a finding of {@code id} with; empty where the inspection is switched off. */
    public Optional<Severity> levelOf(String id, Severity usual) {
        return levels.getOrDefault(id, Optional.of(usual));
    }

    /** Whether findings of {@code id} are reported. */
    public boolean reports(String id) {
        return levels.getOrDefault(id, Optional.of(Severity.INFO)).isPresent();
    }

    /** These settings, with {@code other} before them where both say something. */
    public InspectionSettings under(InspectionSettings other) {
        Map<String, Optional<Severity>> both = new HashMap<>(levels);
        both.putAll(other.levels);
        return new InspectionSettings(both);
    }
}

package dev.ringspect.server.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.ringspect.tracer.helper.HelperProbe;
import dev.ringspect.tracer.helper.HelperProbe.Outcome;
import dev.ringspect.tracer.helper.HelperProbe.Report;

/**
 * How the helper gets to its privilege here.
 *
 * @param way the first way that works
 * @param report what the helper said when started that way; without a way, what it said when just started
 */
public record Access(Way way, Optional<Report> report) {
    private static final List<String> SUDO = List.of("sudo", "-n", "--");

    /** The ways, in the order in which they are tried. */
    public enum Way {
        ROOT, CAPABILITIES, SUDO, NONE
    }

    /** Finds out by starting {@code helper} each way and asking it. */
    public static Access of(Path helper) {
        Optional<Report> plain = ask(List.of(), helper);
        if (plain.filter(report -> report.euid() == 0).isPresent()) {
            return new Access(Way.ROOT, plain);
        }
        if (plain.filter(Report::ready).isPresent()) {
            return new Access(Way.CAPABILITIES, plain);
        }
        Optional<Report> bySudo = ask(SUDO, helper);
        return bySudo.isPresent() ? new Access(Way.SUDO, bySudo) : new Access(Way.NONE, plain);
    }

    private static Optional<Report> ask(List<String> prefix, Path helper) {
        return switch (HelperProbe.run(prefix, helper)) {
            case Outcome.Answered(Path ignored, Report report) -> Optional.of(report);
            case Outcome.Refused ignored -> Optional.empty();
        };
    }
}

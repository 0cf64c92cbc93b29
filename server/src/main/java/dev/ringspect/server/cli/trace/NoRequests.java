package dev.ringspect.server.cli.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.ringspect.protocol.traffic.CorrelatorStatistics;

/** Why a trace shows no request. The kernel traces no refusal of io_uring_setup, so that the reason may be a guess, and says so. */
final class NoRequests {
    private static final Path DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");

    private NoRequests() {}

    /** What {@code kernel.io_uring_disabled} says; 0 where there is no such setting. */
    static int setupDisabled() {
        try {
            return Integer.parseInt(Files.readString(DISABLED).strip());
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }

    /**
     * The reason.
     *
     * @param filtered whether a filter was given
     * @param started whether the trace started the program
     * @param disabled as {@link #setupDisabled} says
     */
    static String why(CorrelatorStatistics seen, boolean filtered, boolean started, int disabled) {
        if (seen.requests() > 0) {
            return seen.requests() + " requests were seen, and none passed the filter";
        }
        String maybeFiltered = filtered ? ", none that the filter asks for," : "";
        if (seen.ringsMade() > 0) {
            return (seen.ringsMade() == 1 ? "a ring was" : seen.ringsMade() + " rings were") + " made, and no request"
                    + maybeFiltered + " was submitted to it while the trace ran";
        }
        String setting = switch (disabled) {
            case 1 -> "; kernel.io_uring_disabled is 1, which refuses it (EPERM) to all but a group and administrators";
            case 2 -> "; kernel.io_uring_disabled is 2, which refuses it (EPERM) to everybody";
            default -> "";
        };
        String refused = "no ring was made while the trace ran: the program did not ask for one, or io_uring_setup was"
                + " refused, which the kernel traces nowhere (strace -f -e io_uring_setup shows flags and errno)"
                + setting;
        return started
                ? refused
                : refused + "; on rings made earlier no request" + maybeFiltered
                        + " was submitted, and one in flight when the trace attached is seen when it completes";
    }
}

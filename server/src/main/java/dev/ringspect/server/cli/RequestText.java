package dev.ringspect.server.cli;

import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;

/** The columns of a request, for a person. */
final class RequestText {
    private static final String COLUMNS = "%11s  %-20s %-11s %-18s %13s %9s  %s";
    private static final double NANOS = 1e9;

    private RequestText() {}

    /** The line above the requests. */
    static String header() {
        return COLUMNS.formatted("time [s]", "task/pid", "opcode", "file", "result", "latency", "command")
                .stripTrailing();
    }

    /**
     * One request.
     *
     * @param start CLOCK_MONOTONIC that counts as time 0
     * @param meaning command and fields
     */
    static String line(Request request, long start, String meaning) {
        long at = request.submitSeen() ? request.submitNs() : request.completeNs();
        String time = at == RequestView.NO_TIME ? "?" : "%.6f".formatted((at - start) / NANOS);
        String task = printable(request.comm()) + "/" + request.pid();
        String opcode = request.opcode() == RequestView.UNKNOWN_OPCODE ? "?" : Opcode.nameOf(request.opcode());
        String file = request.device().isEmpty() ? "-" : printable(request.device());
        return COLUMNS.formatted(time, task, opcode, file, result(request),
                latency(request), meaning)
                .stripTrailing();
    }

    /** Submission to last completion, in the unit that fits it. */
    static String latency(Request request) {
        return request.latencyNs() == RequestView.NO_TIME ? "-" : duration(request.latencyNs());
    }

    /** The result: a number, or the error's name, or how it stands when there is none. */
    static String result(Request request) {
        RequestState state = request.state();
        if (state == RequestState.FAILED) {
            return errno(request.prepError()) + " at prep";
        }
        if (!request.hasResult()) {
            return state.word();
        }
        String result = errno(request.res());
        return state == RequestState.COMPLETED || state == RequestState.CANCELLED
                ? result
                : result + " " + state.word();
    }

    private static String errno(int result) {
        Optional<String> name = Errno.nameOfResult(result);
        return name.map(known -> "-" + known).orElse(Integer.toString(result));
    }

    private static String duration(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        if (nanos < 1_000_000) {
            return "%.1f us".formatted(nanos / 1e3);
        }
        return nanos < 1_000_000_000 ? "%.1f ms".formatted(nanos / 1e6) : "%.2f s".formatted(nanos / NANOS);
    }

    /** A traced program's bytes must not steer the terminal. */
    static String printable(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining());
    }
}

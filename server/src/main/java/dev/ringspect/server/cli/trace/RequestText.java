package dev.ringspect.server.cli.trace;

import java.util.Optional;

import dev.ringspect.protocol.report.LineBuffer;
import dev.ringspect.protocol.traffic.PathMark;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;

/** The columns of a request, for a person; written without a formatter, since a trace may have millions. */
public final class RequestText {
    private static final int NUMBER = 6;
    private static final int TIME = 11;
    private static final int TASK = 20;
    private static final int OPCODE = 11;
    private static final int FILE = 18;
    private static final int RESULT = 13;
    private static final int LATENCY = 9;
    private static final int USER_DATA = 9;
    private static final int PATH = 6;

    private RequestText() {}

    /** The line above the requests. */
    static String header() {
        return ("%" + NUMBER + "s %" + TIME + "s  %-" + TASK + "s %-" + OPCODE + "s %-" + FILE + "s %" + RESULT + "s %"
                + LATENCY + "s  %-" + USER_DATA + "s %-" + PATH + "s command")
                .formatted("#", "time [s]", "task/pid", "opcode", "file", "result", "latency", "user_data", "path");
    }

    /**
     * All columns but the last, and the blanks before that.
     *
     * @param start CLOCK_MONOTONIC that counts as time 0
     */
    static void columns(LineBuffer out, RequestView request, long start) {
        int column = out.length();
        out.number(request.seq());
        out.padLeft(column, NUMBER);
        out.write(' ');
        column = out.length();
        long at = request.submitSeen() ? request.submitNs() : request.completeNs();
        if (at == RequestView.NO_TIME) {
            out.write('?');
        } else {
            // Processors see their clocks a little apart, so that the first request may be a moment after another one.
            out.fixed(rounded(Math.max(0, at - start), 1_000), 6);
        }
        out.padLeft(column, TIME);
        out.write("  ");
        column = out.length();
        printable(out, request.comm());
        out.write('/');
        out.number(request.pid());
        column = next(out, column, TASK);
        out.write(request.opcode() == RequestView.UNKNOWN_OPCODE ? "?" : Opcode.nameOf(request.opcode()));
        column = next(out, column, OPCODE);
        printable(out, request.device().isEmpty() ? "-" : request.device());
        column = next(out, column, FILE);
        result(out, request);
        out.padLeft(column, RESULT);
        out.write(' ');
        column = out.length();
        latency(out, request);
        out.padLeft(column, LATENCY);
        out.write("  ");
        column = out.length();
        out.hex(request.userData());
        column = next(out, column, USER_DATA);
        path(out, request.marks());
        next(out, column, PATH);
    }

    /** What happened to it on the way, as JSON and filters call it. */
    private static void path(LineBuffer out, int path) {
        if (path == 0) {
            out.write('-');
            return;
        }
        String between = "";
        for (PathMark mark : PathMark.marks(path)) {
            out.write(between);
            out.write(mark.word());
            between = ",";
        }
    }

    private static int next(LineBuffer out, int column, int width) {
        out.padRight(column, width);
        out.write(' ');
        return out.length();
    }

    /** Submission to last completion, in the unit that fits it. */
    public static void latency(LineBuffer out, RequestView request) {
        long nanos = request.latencyNs();
        if (nanos == RequestView.NO_TIME) {
            out.write('-');
        } else if (nanos < 1_000) {
            out.number(nanos);
            out.write(" ns");
        } else if (nanos < 1_000_000) {
            out.fixed(rounded(nanos, 100), 1);
            out.write(" us");
        } else if (nanos < 1_000_000_000) {
            out.fixed(rounded(nanos, 100_000), 1);
            out.write(" ms");
        } else {
            out.fixed(rounded(nanos, 10_000_000), 2);
            out.write(" s");
        }
    }

    private static long rounded(long nanos, long unit) {
        return (nanos + (nanos < 0 ? -unit : unit) / 2) / unit;
    }

    /** The result: a number, or the error's name, or how it stands when there is none. */
    public static void result(LineBuffer out, RequestView request) {
        RequestState state = request.state();
        if (state == RequestState.FAILED) {
            errno(out, request.prepError());
            out.write(" at prep");
        } else if (!request.hasResult()) {
            out.write(state.word());
        } else {
            errno(out, request.res());
            if (state != RequestState.COMPLETED && state != RequestState.CANCELLED) {
                out.write(' ');
                out.write(state.word());
            }
        }
    }

    private static void errno(LineBuffer out, int result) {
        Optional<String> name = Errno.nameOfResult(result);
        if (name.isPresent()) {
            out.write('-');
            out.write(name.get());
        } else {
            out.number(result);
        }
    }

    /** A traced program's bytes must not steer the terminal. */
    public static void printable(LineBuffer out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                out.write("\\x");
                out.write(Character.forDigit(c >> 4, 16));
                out.write(Character.forDigit(c & 15, 16));
            } else {
                out.write(c);
            }
        }
    }

    /** The same as a text of its own. */
    public static String printable(String text) {
        LineBuffer out = new LineBuffer();
        printable(out, text);
        return out.take();
    }
}

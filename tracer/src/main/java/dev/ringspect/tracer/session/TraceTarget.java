package dev.ringspect.tracer.session;

import java.util.List;

/** Whose requests a trace sees. */
public sealed interface TraceTarget {
    /** Everything the caller may see. */
    record Everything() implements TraceTarget {}

    /**
     * Processes, the children that they have, and those that they make from now on.
     *
     * @param pids process ids in the caller's PID namespace
     */
    record Processes(List<Integer> pids) implements TraceTarget {
        public Processes {
            pids = List.copyOf(pids);
        }
    }

    /**
     * Everything of one user that the caller may see.
     *
     * @param uid the real user id of the tasks, unsigned
     */
    record User(int uid) implements TraceTarget {}

    /**
     * A command that is started once the trace is attached, so that its first submission is seen, and its children.
     *
     * @param arguments the program, looked up in PATH, and its arguments
     * @param outputToStderr whether its standard output goes to our standard error, because we print data ourselves
     * @param input what it reads from
     */
    record Command(List<String> arguments, boolean outputToStderr, Input input) implements TraceTarget {
        /** What a command's standard input is. */
        public enum Input {
            /** Ours. */
            INHERITED,
            /** {@code /dev/null}, where ours belongs to someone else. */
            EMPTY
        }

        /** A command that reads our standard input. */
        public Command(List<String> arguments, boolean outputToStderr) {
            this(arguments, outputToStderr, Input.INHERITED);
        }

        public Command {
            arguments = List.copyOf(arguments);
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException("a command needs a program");
            }
        }
    }
}

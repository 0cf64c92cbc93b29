package dev.ringspect.server.live;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client wants to trace.
 *
 * @param target whose requests
 * @param opcodes the opcodes to take, by number; all when empty
 * @param commandOps the {@code cmd_op} numbers to take, unsigned 32-bit; all when empty
 */
public record TraceRequest(Target target, Set<Integer> opcodes, Set<Long> commandOps) {
    public TraceRequest {
        opcodes = Set.copyOf(opcodes);
        commandOps = Set.copyOf(commandOps);
    }

    /** Whose requests a trace sees. */
    public sealed interface Target {
        /** What is traced, for a person. */
        String display();

        /** Every process that the caller may see. */
        record All() implements Target {
            @Override
            public String display() {
                return "all processes";
            }
        }

        /** These processes, the children that they have and those that they make from then on. */
        record Processes(List<Integer> pids) implements Target {
            public Processes {
                pids = List.copyOf(pids);
            }

            @Override
            public String display() {
                return "pid " + pids.stream().map(String::valueOf).collect(Collectors.joining(", "));
            }
        }

        /** A program that the trace starts, and its children. */
        record Program(List<String> command) implements Target {
            public Program {
                command = List.copyOf(command);
            }

            @Override
            public String display() {
                return String.join(" ", command);
            }
        }
    }
}

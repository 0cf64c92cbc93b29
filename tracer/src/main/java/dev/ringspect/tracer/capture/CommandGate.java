package dev.ringspect.tracer.capture;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.text.ByteText;

/**
 * The shell's words by which a command waits, and by which it ends with us. The process that will become the command reads
 * a line from a pipe that only we hold, by way of {@code /proc}. Then it leaves a watcher, and becomes the command.
 *
 * <p>The watcher reads from the same pipe, which says nothing while all is well. A line means that the command has ended,
 * and the watcher goes. The pipe's end means that we let go of the command, or that we are dead, of whatever signal: then
 * the watcher ends the command and the processes that come from it, first politely, and after two seconds for sure.
 *
 * <ul>
 * <li>It is no child of the command, which would wait for it in vain, and it holds none of the command's descriptors.
 * <li>Signals that a terminal or an editor sends to the whole group do not end it.
 * <li>A process is known by its number and its start, so that one that took over the number later is left alone.
 * </ul>
 */
final class CommandGate {
    /** Makes each argument of what {@link #escaped} made of it. The dot keeps line ends, which a substitution drops. */
    private static final String UNESCAPE = """
            n=$#
            for word do
                word=$(printf '%b.' "$word")
                set -- "$@" "${word%.}"
            done
            shift "$n"
            """;

    private static final String WAIT = "IFS= read -r line < \"$0\" || exit 125\n";

    private static final String LEAVE_A_WATCHER = """
            ( (
            trap '' HUP INT QUIT TERM TSTP TTIN TTOU
            born() {
                read -r line < "/proc/$1/stat" || return
                set -- ${line##*) }
                start=${20}
                [ "$1" != Z ]
            }
            family() {
                born "$1" && all="$all $1:$start"
                for task in "/proc/$1/task/"*/children; do
                    children=
                    read -r children < "$task"
                    for child in $children; do family "$child"; done
                done
            }
            living() {
                left=
                for one in $all; do
                    born "${one%%:*}" && [ "$start" = "${one#*:}" ] && left="$left ${one%%:*}"
                done
                [ "$left" ]
            }
            born $$ || exit
            all="$$:$start"
            IFS= read -r line < "$0" && exit
            living || exit
            all=
            family $$
            living && kill -s TERM $left
            for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                living || exit
                sleep 0.1
            done
            living && kill -s KILL $left
            ) < /dev/null > /dev/null 2>&1 & ) || exit 125
            """;

    private CommandGate() {}

    /**
     * The shell's command line.
     *
     * @param pipe where the shell finds our pipe
     * @param outputToStderr whether what the command prints goes to its standard error
     */
    static List<String> shell(String pipe, boolean outputToStderr, List<String> command) {
        String become = outputToStderr ? "exec \"$@\" >&2" : "exec \"$@\"";
        boolean plain = command.stream().allMatch(CommandGate::isPlain);
        String script = (plain ? "" : UNESCAPE) + WAIT + LEAVE_A_WATCHER + become;
        List<String> arguments = new ArrayList<>(List.of("/bin/sh", "-c", script, pipe));
        command.forEach(argument -> arguments.add(plain ? argument : escaped(argument)));
        return arguments;
    }

    private static boolean isPlain(String argument) {
        return argument.chars().allMatch(c -> c < 0x80);
    }

    /**
     * An argument in characters that every locale has, in the escapes of the shell's {@code printf %b}: this JVM could not
     * hand on others as the bytes that they are.
     */
    private static String escaped(String argument) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : ByteText.bytes(argument)) {
            boolean itself = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '/';
            escaped.append(itself ? String.valueOf((char) b) : String.format("\\0%03o", b & 0xFF));
        }
        return escaped.toString();
    }
}

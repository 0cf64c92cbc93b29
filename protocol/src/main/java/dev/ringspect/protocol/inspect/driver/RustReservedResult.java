package dev.ringspect.protocol.inspect.driver;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.drivercode.rust.RustSource;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.Errno;

/** A result that the core of io_uring, or nobody outside of the kernel, understands. */
final class RustReservedResult implements Inspection {
    private static final Rule RULE = new Rule("R05", "complete-reserved-value", Severity.ERROR,
            "What complete is given goes to the core of io_uring, for which some values are orders: -529 leaves the "
                    + "command open, -11 sends it once more. Errnos from 512 to 531 are the kernel's own, which no "
                    + "program knows.");
    private static final Pattern NUMBER = Pattern.compile("-\\s*([0-9][0-9_]{0,8})(?:_?i32)?");
    private static final Pattern ERRNO = Pattern.compile(
            "-?\\s*\\(?\\s*(?:\\w+::)*(E[A-Z0-9]+)(?:\\s+as\\s+i32)?\\s*\\)?(?:\\.to_errno\\(\\))?");
    private static final int AGAIN = 11;
    private static final int QUEUED = 529;
    private static final int SKIPPED = 3072;
    private static final int FIRST_INTERNAL = 512;
    private static final int LAST_INTERNAL = 531;

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> rust.calls("complete").forEach(call -> {
            String argument = set.source().slice(call.arguments()).strip();
            errno(argument, rust).flatMap(RustReservedResult::why).filter(_ -> isOfCommand(rust, call))
                    .ifPresent(why -> findings.accept(Finding.of(RULE, set.source().at(call.arguments()),
                            "complete(" + argument + ") " + why)));
        }));
    }

    /** Completions, fences and requests have a {@code complete} too: a value counts that is known to be a command. */
    private static boolean isOfCommand(RustSource rust, RustCall call) {
        return rust.receiver(call).equals(Optional.of("IoUringCmd"));
    }

    private static Optional<Integer> errno(String argument, RustSource rust) {
        Matcher number = NUMBER.matcher(argument);
        if (number.matches()) {
            return Optional.of(Integer.parseInt(number.group(1).replace("_", "")));
        }
        Optional<Long> constant = argument.matches("\\w+") ? rust.constant(argument) : Optional.empty();
        if (constant.isPresent()) {
            return Optional.of((int) -constant.get());
        }
        Matcher errno = ERRNO.matcher(argument);
        return errno.matches() && (argument.startsWith("-") || argument.endsWith(")"))
                ? Errno.ALL.stream().filter(one -> one.name().equals(errno.group(1))).map(Errno::number).findFirst()
                : Optional.empty();
    }

    private static Optional<String> why(int errno) {
        if (errno == QUEUED) {
            return Optional.of("tells io_uring that the command is queued, so it never completes; call queue instead");
        }
        if (errno == AGAIN) {
            return Optional.of("has io_uring issue the command once more instead of completing it; answer another"
                    + " errno");
        }
        if (errno == SKIPPED) {
            return Optional.of("is a value of io_uring's own, by which no completion is posted; answer an errno");
        }
        return errno >= FIRST_INTERNAL && errno <= LAST_INTERNAL
                ? Optional.of("hands out the kernel's internal "
                        + Errno.of(errno).map(Errno::name).orElse("errno " + errno)
                        + ", which no C library knows; answer an errno below 512")
                : Optional.empty();
    }
}

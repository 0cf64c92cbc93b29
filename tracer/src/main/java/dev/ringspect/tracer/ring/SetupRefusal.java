package dev.ringspect.tracer.ring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.tracer.sys.Errno;
import dev.ringspect.tracer.sys.SysError;

/**
 * Why {@code io_uring_setup} refused, and what to do: the kernel says EINVAL for a dozen different reasons. The rules are
 * those of Linux 6.18 (io_uring/io_uring.c), in the order in which a person should hear of them.
 */
final class SetupRefusal {
    private static final int MAX_ENTRIES = 32768;
    private static final Path DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");

    private SetupRefusal() {}

    /** A rule of the kernel's: when it is broken, and what to do. */
    private record Rule(Predicate<RingOptions> broken, String fix) {}

    private static final List<Rule> RULES = List.of(
            new Rule(has(SetupFlags.NO_MMAP), "Ringspect maps the ring's memory itself: leave NO_MMAP out"),
            new Rule(has(SetupFlags.REGISTERED_FD_ONLY),
                    "it needs NO_MMAP, which Ringspect does not use: leave REGISTERED_FD_ONLY out"),
            new Rule(options -> options.entries() <= 0, "a ring needs at least 1 entry"),
            new Rule(options -> options.entries() > MAX_ENTRIES && !has(SetupFlags.CLAMP).test(options),
                    "a ring may have " + MAX_ENTRIES + " entries: ask for fewer, or add CLAMP"),
            new Rule(options -> options.cqEntries() > 2 * MAX_ENTRIES && !has(SetupFlags.CLAMP).test(options),
                    "a completion queue may have " + 2 * MAX_ENTRIES + " entries: ask for fewer, or add CLAMP"),
            new Rule(has(SetupFlags.CQSIZE).and(options -> options.cqEntries() <= 0),
                    "CQSIZE needs the size of the completion queue"),
            new Rule(options -> options.cqEntries() != 0 && roundUp(options.cqEntries()) < roundUp(options.entries()),
                    "the completion queue must not be smaller than the submission queue"),
            new Rule(has(SetupFlags.CQE32).and(has(SetupFlags.CQE_MIXED)),
                    "CQE32 and CQE_MIXED exclude each other: take one of them"),
            new Rule(has(SetupFlags.SQE128).and(has(SetupFlags.SQE_MIXED)),
                    "SQE128 and SQE_MIXED exclude each other: take one of them"),
            new Rule(has(SetupFlags.DEFER_TASKRUN).and(lacks(SetupFlags.SINGLE_ISSUER)),
                    "DEFER_TASKRUN needs SINGLE_ISSUER too"),
            new Rule(
                    has(SetupFlags.SQPOLL)
                            .and(has(SetupFlags.COOP_TASKRUN | SetupFlags.TASKRUN_FLAG | SetupFlags.DEFER_TASKRUN)),
                    "SQPOLL excludes COOP_TASKRUN, TASKRUN_FLAG and DEFER_TASKRUN: its thread runs the task work"),
            new Rule(has(SetupFlags.TASKRUN_FLAG).and(lacks(SetupFlags.COOP_TASKRUN | SetupFlags.DEFER_TASKRUN)),
                    "TASKRUN_FLAG needs COOP_TASKRUN or DEFER_TASKRUN too"),
            new Rule(has(SetupFlags.HYBRID_IOPOLL).and(lacks(SetupFlags.IOPOLL)), "HYBRID_IOPOLL needs IOPOLL too"),
            new Rule(
                    options -> (options.sqThreadCpu() >= 0 || has(SetupFlags.SQ_AFF).test(options))
                            && lacks(SetupFlags.SQPOLL).test(options),
                    "the CPU of the poll thread is given, but SQPOLL is not: add SQPOLL"),
            new Rule(options -> options.sqThreadCpu() >= 0,
                    "the CPU of the poll thread must exist, be online, and be allowed to this process (taskset -p shows which)"),
            new Rule(has(SetupFlags.SQ_REWIND).and(has(SetupFlags.SQPOLL)), "SQ_REWIND excludes SQPOLL"),
            new Rule(has(SetupFlags.SQ_REWIND).and(lacks(SetupFlags.NO_SQARRAY)), "SQ_REWIND needs NO_SQARRAY too"));

    static SysError explain(RingOptions options, int errno) {
        return new SysError("io_uring_setup", errno, fix(options, errno));
    }

    private static String fix(RingOptions options, int errno) {
        return switch (errno) {
            case Errno.EINVAL -> RULES.stream().filter(rule -> rule.broken.test(options)).map(Rule::fix).findFirst()
                    .orElseGet(() -> tooNew(options.kernelFlags()));
            case Errno.EOVERFLOW -> "a mixed ring needs at least 2 entries in the queue that is mixed";
            case Errno.EPERM ->
                disabled().orElse("creating io_uring is not permitted here: a seccomp filter (containers "
                        + "have one) or a security module forbids it");
            case Errno.ENOSYS -> "this kernel has no io_uring (CONFIG_IO_URING), or a seccomp filter hides it";
            case Errno.ENOMEM ->
                "no memory for the ring: ask for fewer entries, or raise RLIMIT_MEMLOCK (ulimit -l), which "
                        + "counts rings on kernels before 5.12";
            case Errno.EMFILE, Errno.ENFILE -> "too many files are open: raise ulimit -n";
            case Errno.EBADF, Errno.ENXIO -> "ATTACH_WQ names no ring: leave it out";
            default -> "";
        };
    }

    /** No rule is broken, so the kernel does not know a flag: the newest of them are named. */
    private static String tooNew(int flags) {
        int unknown = flags & ~SetupFlags.WORD.known();
        if (unknown != 0) {
            return "flags 0x" + Integer.toHexString(unknown) + " are in no kernel known to Ringspect: leave them out";
        }
        String running = System.getProperty("os.version", "");
        Optional<KernelRelease> release = KernelRelease.parse(running);
        String needs = SetupFlags.WORD.flags().stream().filter(flag -> (flags & flag.mask()) != 0)
                .filter(flag -> release.isEmpty() || !release.get().atLeast(flag.since()))
                .map(flag -> flag.name() + " needs Linux " + flag.since()).collect(Collectors.joining(", "));
        return needs.isEmpty()
                ? "the kernel refuses this combination of " + SetupFlags.WORD.names(flags)
                : needs + ", this is " + running + ": leave it out on this kernel";
    }

    private static Optional<String> disabled() {
        try {
            String value = Files.readString(DISABLED).strip();
            return switch (value) {
                case "1" -> Optional.of("kernel.io_uring_disabled is 1: be root or a member of the group in "
                        + "kernel.io_uring_group, or run: sudo sysctl kernel.io_uring_disabled=0");
                case "2" -> Optional.of("kernel.io_uring_disabled is 2, nobody may create rings: run: "
                        + "sudo sysctl kernel.io_uring_disabled=0");
                default -> Optional.empty();
            };
        } catch (IOException e) {
            // The file came with Linux 6.6; without it nothing is disabled this way.
            return Optional.empty();
        }
    }

    private static Predicate<RingOptions> has(int anyOf) {
        return options -> (options.flags() & anyOf) != 0;
    }

    private static Predicate<RingOptions> lacks(int allOf) {
        return has(allOf).negate();
    }

    private static long roundUp(int entries) {
        return entries <= 1 ? 1 : Long.highestOneBit(entries - 1L) << 1;
    }
}

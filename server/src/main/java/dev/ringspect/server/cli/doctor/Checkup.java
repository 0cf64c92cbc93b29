package dev.ringspect.server.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.server.cli.doctor.Readiness.State;
import dev.ringspect.server.cli.terminal.Installation;
import dev.ringspect.tracer.helper.HelperLauncher;
import dev.ringspect.tracer.helper.HelperProbe.Feature;
import dev.ringspect.tracer.helper.HelperProbe.Report;
import dev.ringspect.tracer.helper.ShellWord;

/** Turns what is known of a machine into answers: what tracing needs, whether it is here, and what to do. */
final class Checkup {
    /** The tracepoints without which there is no request to show. */
    private static final Set<String> NEEDED = Set.of("submit", "complete");
    private static final String BUILD = "build it: ./ringspect --version";

    private Checkup() {}

    /**
     * All checks in the order in which they matter.
     *
     * @param access how the helper gets its privilege here, with what it then said
     */
    static List<Readiness> of(Machine machine, Access access) {
        List<Readiness> checks = new ArrayList<>();
        checks.add(system(machine));
        checks.add(Readiness.ok("JDK", machine.jdk()));
        if (!isLinux(machine)) {
            return checks;
        }
        checks.add(ioUring(machine));
        checks.add(machine.btf()
                ? Readiness.ok("kernel types", "/sys/kernel/btf/vmlinux")
                : Readiness.missing("kernel types", "/sys/kernel/btf/vmlinux can't be read",
                        "use a kernel built with CONFIG_DEBUG_INFO_BTF=y, as the distributions' own are"));
        checks.add(helper(machine));
        checks.add(privilege(machine, access));
        access.report().ifPresent(report -> {
            checks.add(lockdown(report));
            report.features().forEach(feature -> checks.add(tracepoint(feature, access)));
        });
        return checks;
    }

    /** Whether nothing is missing. */
    static boolean ready(List<Readiness> checks) {
        return checks.stream().noneMatch(check -> check.state() == State.MISSING);
    }

    private static boolean isLinux(Machine machine) {
        return machine.system().equals("Linux");
    }

    private static Readiness system(Machine machine) {
        String found = machine.system() + " " + machine.release() + " " + machine.architecture();
        return isLinux(machine)
                ? Readiness.ok("system", found)
                : Readiness.missing("system", found,
                        "io_uring is Linux's: trace on a Linux machine or in a Linux guest");
    }

    private static Readiness ioUring(Machine machine) {
        int disabled = machine.ioUringDisabled().orElse(0);
        if (machine.ring().isPresent()) {
            String why = machine.ring().get();
            return switch (disabled) {
                case 1 -> Readiness.missing("io_uring", why + " (kernel.io_uring_disabled is 1: privileged users only)",
                        "sudo sysctl kernel.io_uring_disabled=0",
                        "or join the group that kernel.io_uring_group names");
                case 2 -> Readiness.missing("io_uring", why + " (kernel.io_uring_disabled is 2: nobody may)",
                        "sudo sysctl kernel.io_uring_disabled=0");
                default -> Readiness.missing("io_uring", why,
                        "a container's seccomp profile may forbid it: allow io_uring_setup, io_uring_enter and"
                                + " io_uring_register, or trace from outside the container");
            };
        }
        return switch (disabled) {
            case 0 -> Readiness.ok("io_uring", "this user can make a ring");
            default -> Readiness.limited("io_uring",
                    "this user can make a ring, others may not (kernel.io_uring_disabled is " + disabled + ")",
                    "sudo sysctl kernel.io_uring_disabled=0");
        };
    }

    private static Readiness helper(Machine machine) {
        return machine.helperFile().executable()
                ? Readiness.ok("helper", machine.helper().toString())
                : Readiness.missing("helper", "no program that this user may run at " + machine.helper(), BUILD);
    }

    private static Readiness privilege(Machine machine, Access access) {
        return switch (access.way()) {
            case ROOT -> Readiness.ok("privilege", "root: every process can be traced");
            case CAPABILITIES ->
                Readiness.ok("privilege", "the helper has file capabilities: this user's own processes can be traced,"
                        + " in 4 sessions at a time with 128 MiB of ring buffers together");
            case SUDO -> Readiness.ok("privilege", "sudo starts the helper without a password");
            case NONE -> Readiness.missing("privilege", withoutPrivilege(machine, access.report()),
                    waysToPrivilege(machine).toArray(String[]::new));
        };
    }

    private static String withoutPrivilege(Machine machine, Optional<Report> report) {
        StringBuilder why = new StringBuilder("user ").append(machine.user()).append(" may not load BPF programs: ");
        if (machine.noNewPrivileges()) {
            return why.append("this process runs under no_new_privs, so that neither sudo nor file capabilities"
                    + " count; start from a shell outside the sandbox or container").toString();
        }
        boolean some = report.map(p -> p.capabilities().contains("cap_bpf") != p.capabilities().contains("cap_perfmon"))
                .orElse(false);
        if (some) {
            why.append("the helper has only one of cap_bpf and cap_perfmon, both are needed");
        } else if (machine.helperFile().nosuid()) {
            why.append("the helper lies on a file system mounted nosuid, where file capabilities do not count");
        } else {
            why.append("the helper has no file capabilities");
        }
        return why.append(", and sudo is not here or asks for a password").toString();
    }

    /** Each way to give the helper its privilege, with the exact commands. */
    static List<String> waysToPrivilege(Machine machine) {
        List<String> ways = new ArrayList<>();
        ways.add("any one of these gives it:");
        ways.add("1. a copy with file capabilities; who runs it sees own processes only, and no kernel address:");
        HelperLauncher.capabilityCommands(machine.helper()).forEach(command -> ways.add("     " + command));
        ways.add("2. sudo that asks no password for it; it is then used by itself; try:");
        ways.add("     sudo -n " + ShellWord.of(machine.helper()) + " --version");
        ways.add("3. as root, which sees every process:");
        ways.add("     sudo " + ShellWord.of(Installation.launcher()) + " doctor");
        return ways;
    }

    private static Readiness lockdown(Report report) {
        return switch (report.lockdown()) {
            case "confidentiality" -> Readiness.missing("lockdown",
                    "confidentiality: this kernel lets nobody read its memory, root neither",
                    "boot without lockdown=confidentiality; integrity is no obstacle");
            case "unknown" -> Readiness.ok("lockdown", "this kernel says nothing of it");
            default -> Readiness.ok("lockdown", report.lockdown());
        };
    }

    private static Readiness tracepoint(Feature feature, Access access) {
        String name = "trace " + feature.name();
        if (feature.ready()) {
            return Readiness.ok(name, feature.variant());
        }
        if (access.way() == Access.Way.NONE && !feature.variant().isEmpty()) {
            // Without privilege every one of them is refused; that is said once, above.
            return Readiness.ok(name, feature.variant() + ", once the helper has its privilege");
        }
        State state = NEEDED.contains(feature.name()) ? State.MISSING : State.LIMITED;
        return new Readiness(name, state, feature.why(), feature.fix().isEmpty() ? List.of() : List.of(feature.fix()));
    }
}

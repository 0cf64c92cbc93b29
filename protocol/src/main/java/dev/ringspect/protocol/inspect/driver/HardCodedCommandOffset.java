package dev.ringspect.protocol.inspect.driver;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;

/**
 * A decoder that knows by heart where {@code io_uring_cmd} has {@code cmd_op} and {@code pdu}. They are at 24 and 32 up to
 * Linux 6.18 and at 16 and 24 from 6.19 on (linux/io_uring/cmd.h).
 */
final class HardCodedCommandOffset implements Inspection {
    private static final Rule RULE = new Rule("L23", "hard-coded-io_uring_cmd-offset", Severity.ERROR,
            "Code reads io_uring_cmd at byte 24 or 32, where cmd_op and pdu were up to Linux 6.18. From 6.19 on other bytes "
                    + "are there.");

    private static final String OFFSET = "(24|32|0x18|0x20)";
    /** Names of constants that are such an offset, in both languages. */
    private static final Pattern CONSTANT = Pattern.compile("(?:#[ \\t]*define[ \\t]+|\\bconst\\s+)"
            + "\\w*(?:CMD_OP|PDU)_?OFF\\w*(?:\\s*:\\s*\\w+\\s*=\\s*|[ \\t]+)\\(?" + OFFSET + "\\b");
    private static final Pattern POINTER = Pattern.compile("\\bstruct\\s+io_uring_cmd\\s*\\*\\s*(?:const\\s+)?(\\w+)");
    private static final Pattern SUM = Pattern
            .compile("\\(\\s*(?:const\\s+)?(?:void|char|u8|__u8|uint8_t|unsigned\\s+char"
                    + "|unsigned\\s+long|uintptr_t|u64|__u64)\\s*\\*?\\s*\\)\\s*\\(?\\s*(\\w+)\\s*\\)?\\s*\\+\\s*"
                    + OFFSET + "\\b");
    private static final Pattern RUST_POINTER = Pattern
            .compile("\\b(\\w+)\\s*:\\s*\\*(?:const|mut)\\s+(?:\\w+::)*io_uring_cmd\\b");
    private static final Pattern RUST_SUM = Pattern
            .compile("\\b(\\w+)\\s*(?:\\.cast::<u8>\\(\\)|as\\s+\\*(?:const|mut)\\s+"
                    + "(?:u8|c_void)\\s*\\)|)\\s*\\.\\s*(?:add|byte_add|wrapping_add|byte_offset)\\(\\s*" + OFFSET
                    + "\\s*\\)");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        if (set.model().isPresent() || !set.source().text().contains("io_uring_cmd")) {
            return;
        }
        String code = DriverCall.withoutComments(set.source());
        boolean rust = set.rust().isPresent();
        Matcher constant = CONSTANT.matcher(code);
        while (constant.find()) {
            findings.accept(finding(set, code, rust, new Span(constant.start(1), constant.end(1))));
        }
        Set<String> pointers = new HashSet<>();
        (rust ? RUST_POINTER : POINTER).matcher(code).results().forEach(found -> pointers.add(found.group(1)));
        Matcher sum = (rust ? RUST_SUM : SUM).matcher(code);
        while (sum.find()) {
            if (pointers.contains(sum.group(1))) {
                findings.accept(finding(set, code, rust, new Span(sum.start(2), sum.end(2))));
            }
        }
    }

    private static Finding finding(CheckedSet set, String code, boolean rust, Span offset) {
        String number = code.substring(offset.start(), offset.end());
        boolean first = number.equals("24") || number.equals("0x18");
        String member = first ? "cmd_op" : "pdu";
        String asked = rust
                ? "core::mem::offset_of!(io_uring_cmd, " + member + ")"
                : (code.contains("bpf_") ? "bpf_core_field_offset" : "offsetof") + "(struct io_uring_cmd, " + member
                        + ")";
        return Finding.of(RULE, set.source().at(offset), "byte " + (first ? 24 : 32) + " of io_uring_cmd is " + member
                + " up to Linux 6.18 only, from 6.19 on it is at " + (first ? 16 : 24) + "; write " + asked)
                .with(Optional.of(Fix.quick("Write " + asked, set.source().uri(), new TextEdit(offset, asked))));
    }
}

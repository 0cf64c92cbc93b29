package dev.ringspect.protocol.inspect.command;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.expr.UsedNames;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Commands;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.text.Severity;

/** Data in SQE fields that have a meaning of their own. */
final class BufferFieldUse implements Inspection {
    private static final Rule RULE = new Rule("L20", "uses-buf_index-without-FIXED", Severity.WARNING,
            "A command keeps data in ioprio, buf_index or personality. ioprio must be 0, personality "
                    + "selects credentials, and buf_index counts only with IORING_URING_CMD_FIXED or a selected "
                    + "buffer.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        Commands.of(set).forEach(command -> {
            for (SqeField field : command.sqe()) {
                String why = reason(field.field(), command);
                if (!why.isEmpty() && OverlapsCoreField.isClaimed(field)) {
                    findings.accept(Finding.of(RULE, field.where(), field.field() + " " + why
                            + "; keep the data in addr, len or the payload"));
                }
            }
        });
    }

    private static String reason(String field, Command command) {
        return switch (field) {
            case "ioprio" -> "must be 0 for every uring_cmd";
            case "personality" -> "selects the credentials that the command runs with";
            case "buf_index", "buf_group" -> speaksOfFlags(command)
                    ? ""
                    : "counts only with IORING_URING_CMD_FIXED or a selected buffer, and nothing here asks for it";
            default -> "";
        };
    }

    private static boolean speaksOfFlags(Command command) {
        Set<String> names = new HashSet<>();
        command.checks().forEach(check -> UsedNames.in(check.condition(), names));
        return names.contains("sqe.uring_cmd_flags") || names.contains("sqe.flags")
                || command.sqe().stream().map(SqeField::field).anyMatch("uring_cmd_flags"::equals);
    }
}

package dev.ringspect.protocol.inspect.command;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Commands;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.text.Severity;

/** A protocol that gives a meaning to bytes of the SQE that io_uring itself uses. */
final class OverlapsCoreField implements Inspection {
    private static final Rule RULE = new Rule("L19", "overlaps-core-field", Severity.ERROR,
            "A command claims bytes of the SQE that belong to io_uring: cmd_op and its padding (8 to 15), "
                    + "uring_cmd_flags (28 to 31) or user_data (32 to 39); or an SQE field that lies over its own "
                    + "payload.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        Commands.of(set).forEach(command -> {
            for (SqeField field : command.sqe()) {
                SqeWord word = SqeWord.named("sqe." + field.field()).orElse(null);
                if (word == null || !isClaimed(field)) {
                    continue;
                }
                int end = word.offset() + word.bytes();
                if ((word.offset() < 16 && end > 8) || (word.offset() < 40 && end > 28)) {
                    findings.accept(Finding.of(RULE, field.where(), field.field() + " is byte " + word.offset() + " to "
                            + (end - 1) + " of the SQE, which io_uring itself uses; take addr, len or the payload"));
                } else if (end > 48 && command.payload().isPresent()) {
                    findings.accept(Finding.of(RULE, field.where(), field.field()
                            + " lies over the first bytes of the payload; a command has one or the other")
                            .with(command.payload().get().where(), "the payload"));
                }
            }
        });
    }

    /** A rule that a field must be 0 claims nothing. */
    static boolean isClaimed(SqeField field) {
        return !field.name().equals(field.field()) || field.meanings().isEmpty() || field.meanings().stream()
                .anyMatch(meaning -> !(meaning instanceof FieldMeaning.MustBe(long value, Severity _) && value == 0));
    }
}

package dev.ringspect.protocol.inspect.command;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Commands;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.Errno;

/** A successful result that reads as an errno. */
final class NegativeSuccess implements Inspection {
    private static final Rule RULE = new Rule("L22", "negative-success", Severity.ERROR,
            "A result that stands for success is negative or does not fit 31 bits. A negative res is an "
                    + "errno for every reader, and breaks the links after the request.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        Commands.of(set).forEach(command -> {
            for (SqeField field : command.cqe()) {
                if (field.field().equals("res")) {
                    field.meanings().forEach(meaning -> meaning(field, meaning, findings));
                }
            }
        });
    }

    private static void meaning(SqeField field, FieldMeaning meaning, Consumer<Finding> findings) {
        switch (meaning) {
            case FieldMeaning.OneOf(Type.EnumType type) -> constants(field, type, findings);
            case FieldMeaning.FlagsOf(Type.EnumType type) -> constants(field, type, findings);
            case FieldMeaning.MustBe(long value, Severity _) -> {
                if (value < 0) {
                    findings.accept(Finding.of(RULE, field.where(),
                            "res must be " + value + " here, which every reader takes for an errno"));
                }
            }
            case FieldMeaning.PointerTo _,FieldMeaning.Errno _,FieldMeaning.Text _,FieldMeaning.Time _,FieldMeaning.Order _,FieldMeaning.Count _,FieldMeaning.Bits _,FieldMeaning.Within _ ->
                {
                }
        }
    }

    private static void constants(SqeField field, Type.EnumType type, Consumer<Finding> findings) {
        for (Type.Enumerator one : type.enumerators()) {
            boolean errno = one.value() < 0 && one.value() >= -4095 && Errno.of((int) one.value()).isPresent();
            if ((one.value() < 0 && !errno) || one.value() > Integer.MAX_VALUE) {
                findings.accept(Finding.of(RULE, field.where(), one.name() + " is " + one.value()
                        + (one.value() < 0 ? ", which reads as an errno" : ", which does not fit the 32 bits of res")
                        + "; results of success are 0 to 2147483647").with(one.where(), "declared here"));
            }
        }
    }
}

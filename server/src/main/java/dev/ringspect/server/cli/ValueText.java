package dev.ringspect.server.cli;

import java.util.List;
import java.util.stream.Collectors;

import dev.ringspect.protocol.decode.DecodedCommand;
import dev.ringspect.protocol.decode.DecodedValue;

/** Decoded values on one line, for a person: {@code op=DEMO_READ blocks=8 tag=[1, 2]}. */
final class ValueText {
    private static final int ELEMENTS_SHOWN = 8;

    private ValueText() {}

    /** The payload, then the fields of the SQE that the command uses, then what it says of the completion. */
    static String of(DecodedCommand command) {
        StringBuilder text = new StringBuilder();
        append(text, members(command.payload(), " "));
        append(text, members(command.sqe(), " "));
        String cqe = members(command.cqe(), " ");
        if (!cqe.isEmpty()) {
            append(text, "-> " + cqe);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String more) {
        if (!more.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(more);
        }
    }

    private static String members(List<DecodedValue> values, String between) {
        return values.stream().map(value -> value.name().isEmpty() ? of(value) : value.name() + "=" + of(value))
                .collect(Collectors.joining(between));
    }

    private static String of(DecodedValue value) {
        return switch (value) {
            case DecodedValue.Scalar scalar -> scalar.meaning().orElse(scalar.text());
            case DecodedValue.Text text -> '"' + RequestText.printable(text.text()) + '"';
            case DecodedValue.Struct struct -> '{' + members(struct.members(), " ") + '}';
            case DecodedValue.Array array -> array(array.elements());
            case DecodedValue.Missing ignored -> "(behind the SQE's end)";
        };
    }

    private static String array(List<DecodedValue> elements) {
        if (elements.size() > 1 && elements.stream().allMatch(ValueText::isZero)) {
            return "[0 x " + elements.size() + "]";
        }
        String shown = elements.stream().limit(ELEMENTS_SHOWN).map(ValueText::of).collect(Collectors.joining(" "));
        return "[" + shown + (elements.size() > ELEMENTS_SHOWN ? " ..." : "") + "]";
    }

    private static boolean isZero(DecodedValue value) {
        return value instanceof DecodedValue.Scalar scalar && scalar.raw() == 0;
    }
}

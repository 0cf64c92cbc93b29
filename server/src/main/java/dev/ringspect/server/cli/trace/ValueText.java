package dev.ringspect.server.cli.trace;

import java.util.List;

import dev.ringspect.protocol.decode.DecodedCommand;
import dev.ringspect.protocol.decode.DecodedValue;
import dev.ringspect.protocol.report.LineBuffer;

/** Decoded values on one line, for a person: {@code op=DEMO_READ blocks=8 tag=[1 2]}. */
final class ValueText {
    private static final int ELEMENTS_SHOWN = 8;

    private ValueText() {}

    /** The payload, then the fields of the SQE that the command uses, then what it says of the completion. */
    static void write(LineBuffer out, DecodedCommand command) {
        int from = out.length();
        members(out, command.payload(), from);
        members(out, command.sqe(), from);
        if (!command.cqe().isEmpty()) {
            separate(out, from);
            out.write("->");
            members(out, command.cqe(), from);
        }
    }

    /** Values alone. */
    static void write(LineBuffer out, List<DecodedValue> values) {
        members(out, values, out.length());
    }

    /** A blank, unless the values begin here. */
    private static void separate(LineBuffer out, int from) {
        if (out.length() > from) {
            out.write(' ');
        }
    }

    private static void members(LineBuffer out, List<DecodedValue> values, int from) {
        for (int i = 0; i < values.size(); i++) {
            DecodedValue value = values.get(i);
            separate(out, from);
            if (!value.name().isEmpty()) {
                out.write(value.name());
                out.write('=');
            }
            value(out, value);
        }
    }

    private static void value(LineBuffer out, DecodedValue value) {
        switch (value) {
            case DecodedValue.Scalar scalar -> {
                out.write(scalar.meaning().orElse(scalar.text()));
                if (scalar.target().isPresent()) {
                    out.write('(');
                    out.write(scalar.target().get());
                    out.write(')');
                }
            }
            case DecodedValue.Text text -> {
                out.write('"');
                RequestText.printable(out, text.text());
                out.write('"');
            }
            case DecodedValue.Struct struct -> {
                out.write('{');
                members(out, struct.members(), out.length());
                out.write('}');
            }
            case DecodedValue.Array array -> array(out, array.elements());
            case DecodedValue.Missing _ -> out.write("(past the SQE's end)");
        }
    }

    private static void array(LineBuffer out, List<DecodedValue> elements) {
        out.write('[');
        if (elements.size() > 1 && allZero(elements)) {
            out.write("0 x ");
            out.number(elements.size());
        } else {
            for (int i = 0; i < Math.min(ELEMENTS_SHOWN, elements.size()); i++) {
                out.write(i == 0 ? "" : " ");
                value(out, elements.get(i));
            }
            out.write(elements.size() > ELEMENTS_SHOWN ? " ..." : "");
        }
        out.write(']');
    }

    private static boolean allZero(List<DecodedValue> elements) {
        for (int i = 0; i < elements.size(); i++) {
            if (!(elements.get(i) instanceof DecodedValue.Scalar scalar) || scalar.raw() != 0) {
                return false;
            }
        }
        return true;
    }
}

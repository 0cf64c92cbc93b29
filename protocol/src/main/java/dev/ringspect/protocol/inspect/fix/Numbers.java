package dev.ringspect.protocol.inspect.fix;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.protocol.uapi.IoctlNumber;

/** The numbers of commands as they are written: where they stand, or in the {@code #define} that they name. */
public final class Numbers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern PLAIN = Pattern.compile("(?s)_IO\\s*\\(([^,()]*,[^,()]*)\\)");
    private static final Pattern MACRO = Pattern.compile("(?s)_IO(R|W|WR)\\s*\\([^,]*,[^,]*,\\s*(.*?)\\s*\\)");

    private Numbers() {}

    /** The expression behind a number; empty where another text has it. */
    private static Optional<Span> place(CheckedSet set, Command.CmdOp number) {
        SourceText text = set.source();
        if (!number.where().source().equals(text.uri())) {
            return Optional.empty();
        }
        if (!NAME.matcher(number.text()).matches()) {
            return Optional.of(number.where().span());
        }
        Matcher define = Pattern.compile("(?m)^[ \\t]*#[ \\t]*define[ \\t]+" + number.text()
                + "[ \\t]+(.*?)[ \\t]*(?://.*|/\\*.*)?$").matcher(text.text());
        return define.find() ? Optional.of(new Span(define.start(1), define.end(1))) : Optional.empty();
    }

    /** The expression behind a number, or the name that it has where another text makes it. */
    public static String written(CheckedSet set, Command.CmdOp number) {
        return place(set, number).map(set.source()::slice).orElse(number.text());
    }

    /** Names the payload in {@code _IOW} and its kin. */
    public static Optional<Fix> sized(CheckedSet set, Command.CmdOp number, Type.Struct payload) {
        return place(set, number).flatMap(span -> {
            Matcher macro = MACRO.matcher(set.source().slice(span));
            return macro.matches()
                    ? Optional.of(Fix.quick("Name " + payload.display() + " in the number", set.source().uri(),
                            new TextEdit(new Span(span.start() + macro.start(2), span.start() + macro.end(2)),
                                    payload.display())))
                    : Optional.empty();
        });
    }

    /** Makes a number by {@code _IOW} that was made without a direction. */
    public static Optional<Fix> directed(CheckedSet set, Command.CmdOp number, Type.Struct payload) {
        return place(set, number).flatMap(span -> {
            Matcher macro = PLAIN.matcher(set.source().slice(span));
            return macro.matches()
                    ? Optional.of(Fix.quick("Make the number by _IOW with " + payload.display(), set.source().uri(),
                            new TextEdit(span, "_IOW(" + macro.group(1).strip() + ", " + payload.display() + ")")))
                    : Optional.empty();
        });
    }

    /** Writes the macro that makes {@code number}, where the payload has the size that it needs. */
    public static Optional<Fix> macro(CheckedSet set, Command command, Command.CmdOp number, IoctlNumber parts) {
        Optional<Type.Struct> payload = command.payload()
                .filter(struct -> new LayoutEngine(Abi.X86_64).sizeOf(struct) == parts.size());
        if (payload.isEmpty() || parts.type() >= 0x7F || parts.type() == '\'' || parts.type() == '\\') {
            return Optional.empty();
        }
        String text = (parts.direction() == IoctlNumber.READ ? "_IOR" : "_IOW") + "('" + (char) parts.type() + "', "
                + String.format("0x%02x", parts.number()) + ", " + payload.get().display() + ")";
        return place(set, number)
                .map(span -> Fix.quick("Write " + text, set.source().uri(), new TextEdit(span, text)));
    }
}

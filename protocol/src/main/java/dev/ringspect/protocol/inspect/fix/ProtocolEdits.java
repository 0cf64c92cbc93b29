package dev.ringspect.protocol.inspect.fix;

import java.util.Optional;

import dev.ringspect.protocol.edit.Code;
import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Commands;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;

/** Changes of a protocol file beyond its structs. */
public final class ProtocolEdits {
    private ProtocolEdits() {}

    /** Adds a demand on the ring to {@code command}. */
    public static Optional<Fix> needs(CheckedSet set, Command command, String features) {
        SourceText text = set.source();
        if (!command.where().source().equals(text.uri())) {
            return Optional.empty();
        }
        return item(set, UringItem.Command.class, command.where().span()).flatMap(item -> {
            Code code = Code.of(text);
            int open = item.numbers().isEmpty()
                    ? item.name().span().end()
                    : item.numbers().getLast().span().end();
            while (open < item.span().end() && text.text().charAt(open) != '{') {
                open = code.step(open);
            }
            return open >= item.span().end()
                    ? Optional.empty()
                    : Optional.of(Fix.quick("Add 'needs " + features + "'", text.uri(),
                            TextEdit.insert(open + 1, inBlock(text, open) + "needs " + features + ";")));
        });
    }

    /** Says that {@code member} of {@code struct} must be 0: in the refine that there is, else in a new one. */
    public static Optional<Fix> reservedCheck(CheckedSet set, Type.Struct struct, String member) {
        SourceText text = set.source();
        Optional<ProtocolModel> model = set.model();
        String rule = member + " == 0;";
        Optional<UringItem.Refine> refine = model.stream().flatMap(found -> found.file().items().stream())
                .filter(UringItem.Refine.class::isInstance).map(UringItem.Refine.class::cast)
                .filter(found -> found.tag().text().equals(struct.name())
                        && found.keyword() == struct.keyword())
                .findFirst();
        String title = "Require " + member + " to be 0";
        if (refine.isPresent()) {
            int open = text.text().indexOf('{', refine.get().tag().span().end());
            return open < 0
                    ? Optional.empty()
                    : Optional.of(Fix.quick(title, text.uri(),
                            TextEdit.insert(open + 1, inBlock(text, open) + rule)));
        }
        return firstUser(set, struct).map(at -> Fix.quick(title, text.uri(), TextEdit.insert(at,
                "refine " + struct.display() + " {\n    " + rule + "\n}\n\n")));
    }

    /** The line of the first command that carries {@code struct}: what is said about the struct stands before it. */
    private static Optional<Integer> firstUser(CheckedSet set, Type.Struct struct) {
        return Commands.of(set).stream().filter(command -> command.payload().equals(Optional.of(struct)))
                .filter(command -> command.where().source().equals(set.source().uri()))
                .flatMap(command -> item(set, UringItem.Command.class, command.where().span()).stream())
                .map(item -> item.span().start()).findFirst();
    }

    private static <T extends UringItem> Optional<T> item(CheckedSet set, Class<T> kind, Span inside) {
        return set.model().stream().flatMap(model -> model.file().items().stream()).filter(kind::isInstance)
                .map(kind::cast).filter(item -> item.span().start() <= inside.start()
                        && inside.end() <= item.span().end())
                .findFirst();
    }

    /** What to write between an opening brace and a new first line of its block. */
    private static String inBlock(SourceText text, int open) {
        Code code = Code.of(text);
        boolean lineBreak = text.slice(new Span(open + 1, code.lineEnd(open))).isBlank();
        String newLine = text.text().contains("\r\n") ? "\r\n" : "\n";
        return lineBreak ? newLine + code.indent(open) + "    " : " ";
    }
}

package dev.ringspect.server.feature.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.Declarator;
import dev.ringspect.protocol.syntax.c.MemberDeclaration;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.c.TypeSpecifier;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** What a file declares, as a tree; and what all files declare, by name. */
public final class Outlines {
    /** More answers than a person reads. */
    private static final int MOST_FOUND = 500;

    /** What the outline of a {@code refine} says: it declares names within, and none itself. */
    private static final String REFINE = "refine";

    private final ProtocolModel model;

    private Outlines(ProtocolModel model) {
        this.model = model;
    }

    /** The outline of the text called {@code uri}, in its order; empty for a text that is no protocol file. */
    public static List<Outline> of(Snapshot at, String uri, Cancel cancel) {
        cancel.check();
        return at.texts().protocolFile(uri).map(Outlines::of).orElse(List.of());
    }

    /**
     * A declaration somewhere in the workspace.
     *
     * @param uri its text
     * @param container what it is declared in, empty at the top
     */
    public record Found(String uri, Outline declaration, String container) {}

    /**
     * Declarations of all files whose names hold the letters of {@code query} in this order, whatever their case; at most
     * 500.
     */
    public static List<Found> matching(Snapshot at, String query, Cancel cancel) {
        List<Found> found = new ArrayList<>();
        String letters = query.toLowerCase(Locale.ROOT);
        for (Analysis file : at.texts().protocolFiles()) {
            cancel.check();
            for (Outline top : of(file)) {
                collect(file.text().uri(), top, "", letters, found);
            }
        }
        return found.size() <= MOST_FOUND ? found : found.subList(0, MOST_FOUND);
    }

    private static void collect(String uri, Outline outline, String container, String letters, List<Found> found) {
        if (!outline.detail().equals(REFINE) && holds(outline.name().toLowerCase(Locale.ROOT), letters)) {
            found.add(new Found(uri, outline, container));
        }
        outline.children().forEach(child -> collect(uri, child, outline.name(), letters, found));
    }

    private static boolean holds(String name, String letters) {
        int at = 0;
        for (int i = 0; i < letters.length(); i++) {
            at = name.indexOf(letters.charAt(i), at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Outline> of(Analysis file) {
        Outlines outlines = new Outlines(file.model());
        List<Outline> top = new ArrayList<>();
        file.model().file().items().forEach(item -> outlines.item(item, top));
        top.sort(Comparator.comparingInt(outline -> outline.span().start()));
        return top;
    }

    private void item(UringItem item, List<Outline> into) {
        switch (item) {
            case UringItem.ProtocolName protocol ->
                into.add(leaf(protocol.name(), "", SymbolKind.PROTOCOL, protocol.span()));
            case UringItem.Declaration(CDeclaration declaration) -> declaration(declaration, into);
            case UringItem.Command command -> into.add(command(command));
            case UringItem.Refine refine -> into.add(refine(refine));
            case UringItem.Send send -> into.add(leaf(new Name(send.title().text(), send.title().span()),
                    send.command().text(), SymbolKind.COMMAND, send.span()));
            case UringItem.On _,UringItem.Needs _,UringItem.Match _,UringItem.Import _ -> {
                // declares no name
            }
        }
    }

    private void declaration(CDeclaration declaration, List<Outline> into) {
        switch (declaration) {
            case CDeclaration.Define define -> into.add(leaf(define.name(),
                    define.value().map(value -> model.source().slice(value.span())).orElse(""), SymbolKind.MACRO,
                    define.span()));
            case CDeclaration.Types types -> {
                type(types.type(), types.span(), into);
                if (types.typedef()) {
                    names(types.declarators(), types.type(), types.span(), SymbolKind.TYPEDEF, into);
                }
            }
        }
    }

    private void type(TypeSpecifier type, Span span, List<Outline> into) {
        switch (type) {
            case TypeSpecifier.Struct struct when struct.members().isPresent() -> {
                List<Outline> members = new ArrayList<>();
                struct.members().get().forEach(member -> member(member, members));
                Name tag = struct.tag().orElse(new Name(struct.keyword().word(), struct.span()));
                into.add(new Outline(tag.text(), "", FileNames.kind(struct.keyword()), span, tag.span(), members));
            }
            case TypeSpecifier.EnumType constants when constants.constants().isPresent() -> {
                List<Outline> all = new ArrayList<>();
                constants.constants().get().forEach(constant -> all.add(leaf(constant.name(),
                        constant.value().map(value -> "= " + model.source().slice(value.span())).orElse(""),
                        SymbolKind.ENUMERATOR, constant.value().map(value -> constant.name().span().to(value.span()))
                                .orElse(constant.name().span()))));
                Name tag = constants.tag().orElse(new Name("enum", constants.span()));
                into.add(new Outline(tag.text(), "", SymbolKind.ENUM, span, tag.span(), all));
            }
            case TypeSpecifier.Struct _,TypeSpecifier.EnumType _,TypeSpecifier.Named _,TypeSpecifier.TypeOf _ -> {
                // declares nothing
            }
        }
    }

    private void member(MemberDeclaration member, List<Outline> into) {
        boolean nested = member.type() instanceof TypeSpecifier.Struct struct && struct.members().isPresent();
        if (!nested) {
            names(member.declarators(), member.type(), member.span(), SymbolKind.MEMBER, into);
            return;
        }
        List<Outline> inner = new ArrayList<>();
        type(member.type(), member.span(), inner);
        if (member.declarators().isEmpty()) {
            into.addAll(inner);
        }
        for (Declarator declarator : member.declarators()) {
            declarator.name().ifPresent(name -> into.add(new Outline(name.text(), "", SymbolKind.MEMBER,
                    member.span().to(name.span()), name.span(), inner.getFirst().children())));
        }
    }

    private void names(List<Declarator> declarators, TypeSpecifier type, Span span, SymbolKind kind,
            List<Outline> into) {
        String keyword = switch (type) {
            case TypeSpecifier.Struct struct -> struct.keyword().word() + " ";
            case TypeSpecifier.EnumType _ -> "enum ";
            case TypeSpecifier.Named _,TypeSpecifier.TypeOf _ -> "";
        };
        for (Declarator declarator : declarators) {
            declarator.name().ifPresent(name -> {
                String around = model.source().slice(declarator.span()).replace(name.text(), "").strip();
                into.add(leaf(name, (keyword + model.source().slice(type.span()) + around).strip(), kind,
                        declarators.size() == 1 ? span.to(name.span()) : declarator.span().to(name.span())));
            });
        }
    }

    private Outline command(UringItem.Command command) {
        String numbers = command.numbers().stream().map(number -> model.source().slice(number.span()))
                .collect(Collectors.joining(" | "));
        List<Outline> fields = new ArrayList<>();
        for (UringItem.CommandPart part : command.parts()) {
            if (part instanceof UringItem.Rules rules) {
                rules(rules.rules(), fields);
            } else if (part instanceof UringItem.Payload payload) {
                rules(payload.rules(), fields);
            } else if (part instanceof UringItem.Words words) {
                for (UringItem.Word word : words.words()) {
                    String qualified = (words.cqe() ? "cqe." : "sqe.") + word.field().text();
                    fields.add(leaf(word.as().orElse(word.field()), qualified,
                            word.as().isPresent() ? SymbolKind.ALIAS : SymbolKind.SQE_FIELD, word.span()));
                    word.bits().forEach(range -> fields.add(bits(range, qualified)));
                }
            }
        }
        return new Outline(command.name().text(), numbers.isEmpty() ? "*" : numbers, SymbolKind.COMMAND,
                command.span(), command.name().span(), fields);
    }

    private static Outline refine(UringItem.Refine refine) {
        List<Outline> names = new ArrayList<>();
        rules(refine.rules(), names);
        return new Outline(refine.tag().text(), REFINE, FileNames.kind(refine.keyword()), refine.span(),
                refine.tag().span(), names);
    }

    private static void rules(List<UringItem.Rule> rules, List<Outline> names) {
        for (UringItem.Rule rule : rules) {
            switch (rule) {
                case UringItem.Rule.Bits bits -> bits.ranges()
                        .forEach(range -> names.add(bits(range, bits.member().path())));
                case UringItem.Rule.Value value -> names.add(leaf(
                        new Name(value.member().path(), value.member().span()), "", SymbolKind.VALUE, value.span()));
                case UringItem.Rule.Variant variant -> variant.arms().forEach(arm -> rules(arm.rules(), names));
                case UringItem.Rule.Means _,UringItem.Rule.Limited _,UringItem.Rule.Chosen _,UringItem.Rule.Over _ -> {
                    // names nothing new
                }
            }
        }
    }

    private static Outline bits(UringItem.BitRange range, String of) {
        return leaf(range.name(), "bits of " + of, SymbolKind.BITS, range.low().span().to(range.name().span()));
    }

    private static Outline leaf(Name name, String detail, SymbolKind kind, Span span) {
        return new Outline(name.text(), detail, kind, span.to(name.span()), name.span(), List.of());
    }
}

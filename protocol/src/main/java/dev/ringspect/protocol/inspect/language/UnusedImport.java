package dev.ringspect.protocol.inspect.language;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.ringspect.protocol.edit.Code;
import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/** An import of which nothing is named. */
final class UnusedImport implements Inspection {
    private static final Rule RULE = new Rule("U07", "unused-import", Severity.WARNING,
            "A protocol file imports a C header or a Rust source and names nothing that it declares or includes.");
    private static final Pattern TAG = Pattern.compile("\\b(struct|union|enum)\\s+(\\w+)");
    private static final int LONGEST_KEYWORD = 40;
    private static final Pattern DEFINE = Pattern.compile("(?m)^\\s*#\\s*define\\s+(\\w+)");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.model().ifPresent(model -> {
            Map<UringItem.Import, String> imports = imports(model);
            if (!imports.isEmpty()) {
                Used used = used(model);
                imports.forEach((item, uri) -> {
                    if (!used.isNeeded(uri, imports, set) && !isBlamed(model, uri, item)) {
                        findings.accept(Finding.of(RULE, set.source().at(item.path().span()),
                                "nothing of " + set.source().slice(item.path().span()) + " is used here")
                                .asUnnecessary()
                                .with(Optional.of(removal(set.source(), item.span()))));
                    }
                });
            }
        });
    }

    /** What was refused is used all the same: who takes the import out for that does not learn why. */
    private static boolean isBlamed(ProtocolModel model, String uri, UringItem.Import item) {
        return model.problems().stream()
                .anyMatch(problem -> problem.span().start() == item.path().span().start()
                        || problem.related().stream().anyMatch(place -> place.source().equals(uri)));
    }

    /** The imports of texts, with what they are called. BTF has so many names that an import of it is never checked. */
    private static Map<UringItem.Import, String> imports(ProtocolModel model) {
        Map<UringItem.Import, String> imports = new HashMap<>();
        for (UringItem item : model.file().items()) {
            if (item instanceof UringItem.Import found && found.kind() != UringItem.Import.Kind.BTF
                    && model.declaredAt(found.path().span().start())
                            .orElse(null) instanceof Declared.OfImport(String uri, Span _)) {
                imports.put(found, uri);
            }
        }
        return imports;
    }

    /**
     * What a text names.
     *
     * @param words all its identifiers
     * @param sources the texts that declare what it names
     * @param refused what it names in places with a problem: nobody knows what would be there without the import
     */
    private record Used(Set<String> words, Set<String> sources, Set<String> refused) {
        /** A name declared in a file that no import names came through one of them: then none can be called unused. */
        boolean isNeeded(String uri, Map<UringItem.Import, String> imports, CheckedSet set) {
            if (sources.contains(uri) || sources.stream().anyMatch(source -> !imports.containsValue(source))) {
                return true;
            }
            Optional<SourceText> text = set.text(uri);
            Matcher define = DEFINE.matcher(text.map(SourceText::text).orElse(""));
            while (define.find()) {
                if (words.contains(define.group(1))) {
                    return true;
                }
            }
            return text.isEmpty() || refused.stream().anyMatch(word -> Pattern.compile("\\b" + word + "\\b")
                    .matcher(text.get().text()).find());
        }
    }

    /** Where the struct, union or enum is declared whose tag stands there, as after {@code pointer to}. */
    private static Optional<Location> tagged(ProtocolModel model, Tokens tokens, int start) {
        Matcher tag = TAG.matcher(tokens.source().text()).region(Math.max(0, start - LONGEST_KEYWORD),
                tokens.source().length());
        while (tag.find() && tag.start(2) <= start) {
            if (tag.start(2) == start) {
                return model.type(tag.group(1) + " " + tag.group(2)).flatMap(UnusedImport::place);
            }
        }
        return Optional.empty();
    }

    private static Optional<Location> place(Type type) {
        return switch (type) {
            case Type.Struct struct -> struct.where();
            case Type.EnumType constants -> constants.enumerators().stream().findFirst()
                    .flatMap(Type.Enumerator::where);
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.Pointer _,Type.Array _,Type.Typedef _,Type.Incomplete _ ->
                Optional.empty();
        };
    }

    private static Used used(ProtocolModel model) {
        Set<String> words = new HashSet<>();
        Set<String> sources = new HashSet<>();
        Set<String> refused = new HashSet<>();
        Tokens tokens = model.file().tokens();
        List<Span> imports = model.file().items().stream().filter(UringItem.Import.class::isInstance)
                .map(UringItem::span).toList();
        for (int i = 0; i < tokens.size(); i++) {
            int start = tokens.start(i);
            if (tokens.kind(i) == TokenKind.DIRECTIVE) {
                words.addAll(List.of(tokens.text(i).split("\\W+", -1)));
            }
            if (tokens.kind(i) != TokenKind.IDENTIFIER
                    || imports.stream().anyMatch(span -> span.start() <= start && start < span.end())) {
                continue;
            }
            words.add(tokens.text(i));
            model.declaredAt(start).flatMap(model::declarationOf).or(() -> tagged(model, tokens, start))
                    .map(Location::source).filter(source -> !source.equals(model.source().uri()))
                    .ifPresent(sources::add);
        }
        model.problems().stream().map(problem -> model.source().slice(problem.span()))
                .flatMap(text -> Stream.of(text.split("\\W+", -1))).filter(word -> !word.isEmpty())
                .forEach(refused::add);
        return new Used(words, sources, refused);
    }

    private static Fix removal(SourceText text, Span item) {
        Code code = Code.of(text);
        int end = code.lineEnd(item.end());
        boolean alone = text.slice(new Span(code.lineStart(item.start()), item.start())).isBlank()
                && text.slice(new Span(item.end(), end)).isBlank();
        Span span = alone ? new Span(code.lineStart(item.start()), Math.min(text.length(), end + 1)) : item;
        return Fix.quick("Remove the import", text.uri(), new TextEdit(span, ""));
    }
}

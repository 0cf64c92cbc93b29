package dev.ringspect.server.feature.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.RingWord;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.UapiConstants;

/** Tells what a name in an expression stands for, and notes it. */
abstract class NameScope {
    private static final Pattern WORD = Pattern.compile("\\b[A-Za-z_]\\w*");

    private final FileNames names;
    private final OccurrenceSink sink;

    NameScope(FileNames names, OccurrenceSink sink) {
        this.names = names;
        this.sink = sink;
    }

    /** Notes what the parts of {@code path} stand for, as far as they stand for something. */
    abstract void use(List<Name> path);

    /** The names that {@code span} holds, in order. */
    static List<Name> words(SourceText source, Span span) {
        List<Name> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(source.slice(span));
        while (matcher.find()) {
            words.add(new Name(matcher.group(),
                    new Span(span.start() + matcher.start(), span.start() + matcher.end())));
        }
        return words;
    }

    static List<Name> words(SourceText source, Expr.Name name) {
        return words(source, name.span());
    }

    final FileNames names() {
        return names;
    }

    final void note(Name name, Symbol symbol) {
        sink.note(new Occurrence(name.span(), symbol, Occurrence.Role.READ));
    }

    /** Notes a path that is a constant of the file, an opcode or flag of io_uring, or an errno. */
    final boolean constant(List<Name> path) {
        if (path.size() != 1) {
            return false;
        }
        Name name = path.getFirst();
        Optional<Symbol> found = names.constant(name.text()).or(() -> names.typedef(name.text()))
                .or(() -> UapiConstants.ALL.containsKey(name.text())
                        ? Optional.of(Symbol.builtin(SymbolKind.UAPI, name.text()))
                        : Optional.empty())
                .or(() -> Errno.ALL.stream().filter(errno -> errno.name().equals(name.text()))
                        .map(errno -> Symbol.builtin(SymbolKind.ERRNO, errno.name())).findFirst());
        found.ifPresent(symbol -> note(name, symbol));
        return found.isPresent();
    }

    /** Notes a path that starts at a member of {@code root}, or at a name that a {@code refine} adds to it. */
    final boolean member(Type.Struct root, List<Name> path) {
        List<Level> levels = new ArrayList<>(List.of(new Level(root.display(), "")));
        Optional<Type.Struct> at = Optional.of(root);
        boolean first = true;
        for (Name name : path) {
            Optional<Member> member = at.flatMap(struct -> FileNames.member(struct, name.text()));
            Optional<Symbol> symbol = member
                    .map(found -> new Symbol(SymbolKind.MEMBER, found.name(), found.where()))
                    .or(() -> levels.stream().flatMap(level -> level.beside(names, name.text()).stream()).findFirst());
            if (symbol.isEmpty()) {
                return !first;
            }
            note(name, symbol.get());
            first = false;
            at = member.flatMap(found -> FileNames.structOf(found.type()));
            levels.replaceAll(level -> level.within(name.text()));
            at.filter(struct -> !struct.name().isEmpty())
                    .ifPresent(struct -> levels.add(new Level(struct.display(), "")));
        }
        return !first;
    }

    /** Notes {@code sqe.word}, {@code cqe.word} or {@code ring.word}. */
    final boolean qualified(List<Name> path) {
        if (path.size() != 2) {
            return false;
        }
        String full = path.get(0).text() + "." + path.get(1).text();
        boolean known = SqeWord.named(full).isPresent() || RingWord.named(full).isPresent();
        if (known) {
            note(path.get(1), Symbol.builtin(SymbolKind.SQE_WORD, full));
        }
        return known;
    }

    /**
     * A struct with a tag that a path leads through.
     *
     * @param display the struct, {@code struct io}
     * @param path from it to where the path is now
     */
    private record Level(String display, String path) {
        Optional<Symbol> beside(FileNames names, String name) {
            return names.beside(display, FileNames.join(path, name));
        }

        Level within(String name) {
            return new Level(display, FileNames.join(path, name));
        }
    }

    /** Constants and errnos only. */
    static final class OfConstants extends NameScope {
        OfConstants(FileNames names, OccurrenceSink sink) {
            super(names, sink);
        }

        @Override
        void use(List<Name> path) {
            constant(path);
        }
    }

    /** Members of one struct, then constants. */
    static final class OfStruct extends NameScope {
        private final Type.Struct struct;

        OfStruct(FileNames names, OccurrenceSink sink, Type.Struct struct) {
            super(names, sink);
            this.struct = struct;
        }

        @Override
        void use(List<Name> path) {
            if (!member(struct, path)) {
                constant(path);
            }
        }
    }
}

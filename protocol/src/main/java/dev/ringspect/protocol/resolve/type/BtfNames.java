package dev.ringspect.protocol.resolve.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.syntax.btf.BtfFile;
import dev.ringspect.protocol.syntax.btf.BtfKind;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.syntax.btf.BtfTypes;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Span;

/**
 * The types of one imported BTF file by their names. A kernel has several types of some names, since C keeps the names of
 * each source file apart; of those that differ the import says which one is meant.
 */
final class BtfNames {
    private static final int MOST_LISTED = 6;

    private final BtfFile file;
    private final BtfTypes types;
    private final LayoutEngine engine;
    private final UringItem.Import item;
    private final BiConsumer<Span, String> problems;

    /** @param problems takes what is wrong: where, and what */
    BtfNames(BtfParser.Result read, UringItem.Import item, BiConsumer<Span, String> problems) {
        this.file = read.file();
        this.types = new BtfTypes(file, read.machine());
        this.engine = new LayoutEngine(types.abi());
        this.item = item;
        this.problems = problems;
    }

    /** A type of the file, and its number there. */
    private record Candidate(int id, Type type) {}

    /** Why {@code constant}, which the file has, is no number. */
    Optional<String> noNumber(String constant) {
        return file.cutEnum(constant).map(BtfTypes::whyCut);
    }

    /** Says which choices of the import choose nothing. */
    void check() {
        for (UringItem.Choice choice : item.choices()) {
            String name = choice.keyword() + " " + choice.tag().text();
            List<Candidate> all = different(choice.keyword(), choice.tag().text());
            List<Candidate> chosen = chosen(all, choice);
            if (all.isEmpty()) {
                problems.accept(choice.tag().span(), item.path().text() + " has no " + name);
            } else if (chosen.isEmpty()) {
                problems.accept(choice.span(), "no " + name + " of " + item.path().text() + " is this; there are "
                        + listed(all));
            } else if (chosen.size() > 1) {
                problems.accept(choice.span(), chosen.size() + " different types " + name + " of " + item.path().text()
                        + " are this: " + listed(chosen));
            }
        }
    }

    /** The type that C calls {@code name}; of several that differ the chosen one, else the first, which is a problem. */
    Optional<Type> type(String name) {
        int blank = name.indexOf(' ');
        String keyword = blank < 0 ? "" : name.substring(0, blank);
        String tag = name.substring(blank + 1);
        List<Candidate> all = different(keyword, tag);
        List<UringItem.Choice> choices = item.choices().stream()
                .filter(choice -> choice.keyword().equals(keyword) && choice.tag().text().equals(tag)).toList();
        if (!choices.isEmpty()) {
            List<Candidate> chosen = chosen(all, choices.getFirst());
            return (chosen.isEmpty() ? all : chosen).stream().findFirst().map(Candidate::type);
        }
        if (all.size() > 1) {
            String how = keyword.isEmpty()
                    ? "declare the one that is meant in a header"
                    : "say which one is meant: import btf \"" + item.path().text() + "\" { " + name + " "
                            + how(all.getFirst(), all) + "; }";
            problems.accept(item.path().span(), item.path().text() + " has " + all.size() + " different types "
                    + name + ": " + listed(all) + "; " + how);
        }
        return all.stream().findFirst().map(Candidate::type);
    }

    /** The types of that name, of each layout one. */
    private List<Candidate> different(String keyword, String tag) {
        List<Candidate> different = new ArrayList<>();
        for (BtfKind kind : kinds(keyword)) {
            for (int id : file.named(tag, kind)) {
                if (file.isCut(id)) {
                    problems.accept(item.path().span(), "in " + item.path().text() + ": " + BtfTypes.whyCut(tag));
                    continue;
                }
                Candidate found = new Candidate(id, types.type(id));
                if (different.stream().noneMatch(other -> same(other.type.bare(), found.type.bare()))) {
                    different.add(found);
                }
            }
        }
        return different;
    }

    private static List<BtfKind> kinds(String keyword) {
        return switch (keyword) {
            case "struct" -> List.of(BtfKind.STRUCT);
            case "union" -> List.of(BtfKind.UNION);
            case "enum" -> List.of(BtfKind.ENUM, BtfKind.ENUM64);
            case "" -> List.of(BtfKind.TYPEDEF);
            default -> List.of();
        };
    }

    private boolean same(Type one, Type other) {
        if (one instanceof Type.Struct left && other instanceof Type.Struct right) {
            return engine.layout(left).sameAs(engine.layout(right));
        }
        if (one instanceof Type.EnumType left && other instanceof Type.EnumType right) {
            return left.underlying().equals(right.underlying()) && left.enumerators().equals(right.enumerators());
        }
        return one.display().equals(other.display()) && engine.sizeOf(one) == engine.sizeOf(other);
    }

    private List<Candidate> chosen(List<Candidate> all, UringItem.Choice choice) {
        OptionalLong size = choice.size().flatMap(bytes -> Expression.compile(bytes, Symbols.NONE).expression())
                .map(Expression::constant).orElse(OptionalLong.empty());
        if (choice.size().isPresent() && size.isEmpty()) {
            return List.of();
        }
        return all.stream().filter(one -> size.isEmpty() || engine.sizeOf(one.type) == size.getAsLong())
                .filter(one -> choice.with().isEmpty() || parts(one).contains(choice.with().get().text()))
                .filter(one -> choice.outer().isEmpty() || isIn(one.id, choice.outer().get().text())).toList();
    }

    /** The names of members or of constants. */
    private static List<String> parts(Candidate one) {
        return switch (one.type.bare()) {
            case Type.Struct struct -> MemberPaths.of(struct, false).stream().map(MemberPaths.At::path).toList();
            case Type.EnumType constants -> constants.enumerators().stream().map(Type.Enumerator::name).toList();
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Pointer _,Type.Array _,Type.Typedef _,Type.Incomplete _,Type.Function _ ->
                List.of();
        };
    }

    /** Members as they are declared, or constants with their values. */
    private List<String> declared(Candidate one) {
        return switch (one.type.bare()) {
            case Type.Struct struct -> engine.layout(struct).members().stream()
                    .map(member -> member.member().type().display() + " " + member.member().name()).toList();
            case Type.EnumType constants -> constants.enumerators().stream()
                    .map(constant -> constant.name() + " = " + constant.value()).toList();
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Pointer _,Type.Array _,Type.Typedef _,Type.Incomplete _,Type.Function _ ->
                List.of();
        };
    }

    private boolean isIn(int id, String outer) {
        for (BtfKind kind : List.of(BtfKind.STRUCT, BtfKind.UNION)) {
            for (int holder : file.named(outer, kind)) {
                if (file.members(holder).stream().anyMatch(member -> behind(member.type()) == id)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The type behind arrays and pointers. */
    private int behind(int id) {
        int at = file.resolve(id);
        for (int depth = 0; depth < MOST_LISTED; depth++) {
            if (file.kind(at) == BtfKind.ARRAY) {
                at = file.resolve(file.element(at));
            } else if (file.kind(at) == BtfKind.PTR) {
                at = file.resolve(file.target(at));
            } else {
                return at;
            }
        }
        return at;
    }

    /** What tells a type from the others of its name: its size, else a member of its own. */
    private String how(Candidate one, List<Candidate> all) {
        long size = engine.sizeOf(one.type);
        if (all.stream().filter(other -> engine.sizeOf(other.type) == size).count() == 1) {
            return "size " + size;
        }
        return parts(one).stream().filter(part -> !part.contains(".") && all.stream()
                .noneMatch(other -> other.id != one.id && parts(other).contains(part)))
                .findFirst().map(part -> "with " + part).orElse("in struct NAME, which holds it");
    }

    private String listed(List<Candidate> all) {
        String text = all.stream().limit(MOST_LISTED).map(one -> described(one, all))
                .collect(Collectors.joining(", "));
        return all.size() <= MOST_LISTED ? text : text + " and " + (all.size() - MOST_LISTED) + " more";
    }

    private String described(Candidate one, List<Candidate> all) {
        List<String> own = declared(one);
        List<String> first = declared(all.getFirst());
        int same = 0;
        while (same < Math.min(own.size(), first.size()) && own.get(same).equals(first.get(same))) {
            same++;
        }
        boolean differs = one.id != all.getFirst().id && same < own.size();
        return "one of " + engine.sizeOf(one.type) + " bytes"
                + (all.size() == 1 ? "" : " (" + how(one, all) + ")")
                + (differs ? " whose first other member is '" + own.get(same) + "'" : "");
    }
}

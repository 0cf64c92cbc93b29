package dev.ringspect.protocol.syntax.c;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/**
 * The structs and unions that a text names without their members. What to say about these is known when all of it is read:
 * they may be declared further down, hold what they stand in, or be declared nowhere.
 */
final class NamedStructs {
    /** Struct tags that enclose what is read, {@code struct point}, the innermost first. */
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Held> held = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final Set<String> announced = new HashSet<>();

    /**
     * A member of an incomplete type.
     *
     * @param display the type, {@code struct point}
     * @param member its name, empty where it has none
     * @param within the tags that enclose it, the innermost first
     */
    private record Held(String display, String member, List<String> within, Span span) {}

    /** A struct or union that a pointer aims at. */
    record Target(Type.Keyword keyword, Name tag) {
        /** The type as C writes it. */
        String display() {
            return keyword.word() + " " + tag.text();
        }
    }

    void enter(String display) {
        open.push(display);
    }

    void leave() {
        open.pop();
    }

    /** A member at {@code span} has a type whose members are not known yet. */
    void held(Type.Incomplete type, String member, Span span) {
        held.add(new Held(type.display(), member, List.copyOf(open), span));
    }

    /** A declaration that is nothing but a name, {@code struct file;}, says that the name is meant to be known alone. */
    void announced(String display) {
        announced.add(display);
    }

    /** A pointer to the struct that {@code specifier} names. */
    void pointedTo(TypeSpecifier specifier, Declarator declarator) {
        if (specifier instanceof TypeSpecifier.Struct(Type.Keyword keyword, Optional<Name> tag, Optional<List<MemberDeclaration>> members, var _, int _, Span _)
                && tag.isPresent() && members.isEmpty()
                && declarator.derivations().stream().anyMatch(Derivation.Pointer.class::isInstance)) {
            targets.add(new Target(keyword, tag.get()));
        }
    }

    boolean isAnnounced(String display) {
        return announced.contains(display);
    }

    /** The targets of pointers that nothing declares. */
    List<Target> undeclared(Map<String, Type> tags) {
        return targets.stream().filter(target -> !tags.containsKey(target.display())
                && !announced.contains(target.display())).toList();
    }

    /** Says what is wrong with members of types that were not complete where they stand. */
    void report(Map<String, Type> tags, Consumer<Problem> problems) {
        for (Held one : held) {
            problems.accept(containing(one, tags).or(() -> below(one, tags))
                    .map(message -> new Problem(one.span(), Severity.ERROR, message))
                    .orElseGet(() -> Problem.unresolved(one.span(),
                            one.display() + " is not complete here; declare its members above")));
        }
    }

    private static Optional<String> below(Held one, Map<String, Type> tags) {
        return tags.containsKey(one.display())
                ? Optional.of(one.display() + " is declared further down; move it above, since C reads from the top")
                : Optional.empty();
    }

    private static Optional<String> containing(Held one, Map<String, Type> tags) {
        String member = one.member().isEmpty() ? "a member" : one.member();
        if (one.within().contains(one.display())) {
            return Optional
                    .of(one.display() + " would contain itself, without an end: " + member + " is " + one.display()
                            + meant(one));
        }
        for (String outer : one.within()) {
            Optional<String> through = through(one.display(), outer, tags, new HashSet<>());
            if (through.isPresent()) {
                return Optional.of(outer + " would contain itself, without an end: " + member + " is " + one.display()
                        + through.get() + meant(one));
            }
        }
        return Optional.empty();
    }

    private static String meant(Held one) {
        return "; did you mean a pointer: " + one.display() + " *" + one.member();
    }

    /** How {@code from} holds {@code wanted}, {@code , whose y is struct a}; empty where it does not. */
    private static Optional<String> through(String from, String wanted, Map<String, Type> tags, Set<String> seen) {
        if (!seen.add(from) || !(tags.get(from) instanceof Type.Struct struct)) {
            return Optional.empty();
        }
        return through(struct, "", wanted, tags, seen);
    }

    private static Optional<String> through(Type.Struct struct, String prefix, String wanted, Map<String, Type> tags,
            Set<String> seen) {
        for (Member member : struct.members()) {
            String path = prefix.isEmpty() || member.name().isEmpty()
                    ? prefix + member.name()
                    : prefix + "." + member.name();
            Type type = member.type().innermost();
            Optional<String> further = Optional.empty();
            if (type instanceof Type.Struct inner && inner.name().isEmpty()) {
                further = through(inner, path, wanted, tags, seen);
            } else if (type instanceof Type.Struct || type instanceof Type.Incomplete) {
                String link = ", whose " + path + " is " + type.display();
                further = (type.display().equals(wanted)
                        ? Optional.of("")
                        : through(type.display(), wanted, tags, seen)).map(link::concat);
            }
            if (further.isPresent()) {
                return further;
            }
        }
        return Optional.empty();
    }
}

package dev.ringspect.protocol.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.edit.StructBody.Entry;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;

/**
 * Changes of the members of a struct where they are written. Each is empty where the text has another shape than usual.
 * Remembers what it read of the text, so that a change of each member takes no longer than reading the struct does; used by
 * one thread.
 */
public final class MemberEdits {
    private static final Pattern C_POINTER = Pattern.compile("(?s).*[*\\s](\\w+)\\s*(\\[[^;,]*])?\\s*;");
    private static final Pattern C_FUNCTION = Pattern.compile("(?s).*\\(\\s*\\*\\s*(\\w+)\\s*\\)\\s*\\(.*\\)\\s*;");

    private static final Pattern STANDARD_TYPE = Pattern.compile("\\bu?int(8|16|32|64)_t\\b");
    private static final Pattern SHORT_TYPE = Pattern.compile("(?<!_)\\b[us](8|16|32|64)\\b");

    private final SourceText text;
    private final Type.Struct struct;
    private final boolean rust;
    private final Set<String> names = new HashSet<>();
    private final IdentityHashMap<StructBody, Spelling> spellings = new IdentityHashMap<>();
    private @Nullable StructBody outermost;
    private @Nullable StructBody last;

    /** How a struct spells fixed-width types: {@code __u8}, {@code u8} or {@code uint8_t}. */
    private enum Spelling {
        KERNEL, SHORT, STANDARD
    }

    /**
     * Changes of one struct.
     *
     * @param text the text that declares it
     */
    public MemberEdits(SourceText text, Type.Struct struct) {
        this.text = text;
        this.struct = struct;
        this.rust = Language.RUST.isOf(text.uri());
    }

    /** Declares {@code bytes} bytes in front of the member whose name is at {@code member}. */
    public Optional<Fix> padBefore(Location member, long offset, long bytes) {
        Optional<StructBody> body = bodyOf(member);
        Optional<Entry> entry = body.flatMap(found -> found.entryAt(member.span().start()));
        if (entry.isEmpty() || !isFirst(entry.get(), member)) {
            return Optional.empty();
        }
        String declared = padding(body.get(), offset, bytes) + body.get().separator(entry.get());
        return Optional.of(Fix.quick("Declare the " + bytes(bytes) + " of padding", text.uri(),
                TextEdit.insert(entry.get().declaration().start(), declared)));
    }

    /** Declares {@code bytes} bytes after the last member. */
    public Optional<Fix> padAtEnd(long offset, long bytes) {
        Optional<StructBody> body = body();
        if (body.isEmpty() || body.get().entries().isEmpty()) {
            return Optional.empty();
        }
        Entry last = body.get().entries().getLast();
        int at = last.declaration().end();
        String before = rust && !body.get().declaration(last).endsWith(",") ? "," : "";
        // after the last member's comment, which is about that member
        int end = last.whole().end();
        String declared = body.get().separator(last) + padding(body.get(), offset, bytes);
        List<TextEdit> edits = before.isEmpty() || at == end
                ? List.of(TextEdit.insert(end, before + declared))
                : List.of(TextEdit.insert(at, before), TextEdit.insert(end, declared));
        return Optional.of(Fix.of("Declare the " + bytes(bytes) + " of padding", Fix.Kind.QUICKFIX, text.uri(), edits));
    }

    /**
     * Orders the members by alignment, the largest first, so that no hole is left between them; their comments move along.
     * This is another layout: it is for structs that nobody uses yet.
     */
    public Optional<Fix> reorder(LayoutEngine engine) {
        Optional<StructBody> found = body();
        boolean movable = !struct.isUnion() && !struct.packed() && struct.members().stream()
                .noneMatch(member -> member.isBitField() || member.where().isEmpty() || member.name().isEmpty()
                        || (member.type() instanceof Type.Array array && array.count() == Type.Array.FLEXIBLE));
        if (found.isEmpty() || !movable || !found.get().isPlain()) {
            return Optional.empty();
        }
        StructBody body = found.get();
        Map<Entry, Integer> aligns = new HashMap<>();
        Map<Entry, List<Member>> members = new HashMap<>();
        for (Member member : struct.members()) {
            Optional<Entry> entry = body.entryAt(member.where().orElseThrow().span().start());
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            aligns.merge(entry.get(), Math.max(member.align(), engine.alignOf(member.type())), Math::max);
            members.computeIfAbsent(entry.get(), _ -> new ArrayList<>()).add(member);
        }
        if (aligns.size() != body.entries().size()) {
            return Optional.empty();
        }
        List<Entry> ordered = new ArrayList<>(body.entries());
        ordered.sort(Comparator.comparingInt((Entry entry) -> aligns.getOrDefault(entry, 1)).reversed());
        List<Member> moved = ordered.stream().flatMap(entry -> members.getOrDefault(entry, List.of()).stream())
                .toList();
        StructLayout layout = engine.layout(new Type.Struct(struct.keyword(), struct.name(), moved, struct.packed(),
                struct.align(), struct.pack(), struct.fixedSize(), struct.where()));
        if (!layout.holes().isEmpty() || ordered.equals(body.entries())) {
            return Optional.empty();
        }
        Span all = new Span(body.open() + 1, body.entries().getLast().whole().end());
        return Optional.of(Fix.quick("Reorder the members to close the holes (changes the layout)", text.uri(),
                new TextEdit(all, joined(body, ordered))));
    }

    /** The entries one after the other; a line comment ends with its line, a last Rust field may lack its comma. */
    private String joined(StructBody body, List<Entry> ordered) {
        StringBuilder out = new StringBuilder();
        boolean comments = false;
        for (Entry entry : ordered) {
            String whole = text.slice(entry.whole());
            if (comments && !whole.startsWith("\n") && !whole.startsWith("\r")) {
                out.append('\n').append(Code.of(text).indent(body.open())).append("    ");
                whole = whole.stripLeading();
            }
            if (rust && !body.declaration(entry).endsWith(",")) {
                int at = entry.declaration().end() - entry.whole().start()
                        - (text.slice(entry.whole()).length() - whole.length());
                whole = whole.substring(0, at) + "," + whole.substring(at);
            }
            out.append(whole);
            comments |= whole.contains("//");
        }
        return out.toString();
    }

    /** Writes {@code type}, one of {@code u8} to {@code u64} and {@code s8} to {@code s64}, in place of a member's type. */
    public Optional<Fix> retype(Location member, String type) {
        Optional<StructBody> body = bodyOf(member);
        Optional<Entry> entry = body.flatMap(found -> found.entryAt(member.span().start()));
        if (entry.isEmpty() || !isAlone(body.get(), entry.get())) {
            return Optional.empty();
        }
        String spelled = spell(type, body.get());
        Optional<Span> old = rust
                ? rustType(body.get(), entry.get(), member)
                : Optional.of(new Span(entry.get().declaration().start(), member.span().start()));
        return old.map(span -> Fix.quick("Declare " + text.slice(member.span()) + " as " + spelled, text.uri(),
                new TextEdit(span, rust ? spelled : spelled + " ")));
    }

    /** Declares a pointer as a 64-bit number. */
    public Optional<Fix> pointerToNumber(Location member) {
        Optional<StructBody> body = bodyOf(member);
        Optional<Entry> entry = body.flatMap(found -> found.entryAt(member.span().start()));
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        String spelled = spell("u64", body.get());
        String title = "Declare " + text.slice(member.span()) + " as " + spelled;
        if (rust) {
            return rustType(body.get(), entry.get(), member)
                    .map(span -> Fix.quick(title, text.uri(), new TextEdit(span, spelled)));
        }
        String declaration = body.get().declaration(entry.get());
        Matcher function = C_FUNCTION.matcher(declaration);
        Matcher pointer = C_POINTER.matcher(declaration);
        if (function.matches()) {
            return Optional.of(Fix.quick(title, text.uri(),
                    new TextEdit(entry.get().declaration(), spelled + " " + function.group(1) + ";")));
        }
        if (!isAlone(body.get(), entry.get()) || !pointer.matches()) {
            return Optional.empty();
        }
        String dimensions = pointer.group(2) == null ? "" : pointer.group(2);
        return Optional.of(Fix.quick(title, text.uri(),
                new TextEdit(entry.get().declaration(), spelled + " " + pointer.group(1) + dimensions + ";")));
    }

    private Optional<StructBody> body() {
        if (outermost == null) {
            outermost = struct.where().filter(where -> where.source().equals(text.uri()))
                    .flatMap(where -> StructBody.of(text, where.span().start())).orElse(null);
        }
        return Optional.ofNullable(outermost);
    }

    private Optional<StructBody> bodyOf(Location member) {
        int at = member.span().start();
        if (member.source().equals(text.uri()) && !holds(last, at)) {
            last = struct.where().filter(where -> where.source().equals(text.uri()))
                    .flatMap(where -> StructBody.around(text, where.span().start(), at)).orElse(null);
        }
        return Optional.ofNullable(last).filter(_ -> member.source().equals(text.uri()));
    }

    /** Whether {@code body} is the innermost block around {@code at}, as far as that is seen at once. */
    private static boolean holds(@Nullable StructBody body, int at) {
        return body != null && body.entryAt(at).filter(entry -> !body.declaration(entry).contains("{")).isPresent();
    }

    /** A declaration of {@code bytes} bytes under a name that is free. */
    private String padding(StructBody body, long offset, long bytes) {
        if (names.isEmpty()) {
            names(struct, names);
        }
        String name = "pad";
        for (int i = 2; names.contains(name); i++) {
            name = "pad" + i;
        }
        boolean whole = (bytes == 1 || bytes == 2 || bytes == 4) && offset % bytes == 0;
        String type = spell(whole ? "u" + bytes * 8 : "u8", body);
        if (!rust) {
            return type + " " + name + (whole ? ";" : "[" + bytes + "];");
        }
        boolean open = body.entries().stream().anyMatch(entry -> body.declaration(entry).startsWith("pub "));
        return (open ? "pub " : "") + name + ": " + (whole ? type : "[" + type + "; " + bytes + "]") + ",";
    }

    private static void names(Type.Struct struct, Set<String> names) {
        for (Member member : struct.members()) {
            names.add(member.name());
            if (member.type().bare() instanceof Type.Struct inner && member.name().isEmpty()) {
                names(inner, names);
            }
        }
    }

    /** The fixed-width type as the struct itself spells such types. */
    private String spell(String type, StructBody body) {
        if (rust) {
            return type.replace('s', 'i');
        }
        Spelling spelling = spellings.computeIfAbsent(body,
                block -> spelling(text.slice(new Span(block.open(), block.close()))));
        return switch (spelling) {
            case STANDARD -> (type.startsWith("s") ? "int" : "uint") + type.substring(1) + "_t";
            case SHORT -> type;
            case KERNEL -> "__" + type;
        };
    }

    private static Spelling spelling(String written) {
        return STANDARD_TYPE.matcher(written).find()
                ? Spelling.STANDARD
                : SHORT_TYPE.matcher(written).find() ? Spelling.SHORT : Spelling.KERNEL;
    }

    /** Whether the declaration declares nothing before {@code member}. */
    private boolean isFirst(Entry entry, Location member) {
        String before = text.slice(new Span(entry.declaration().start(), member.span().start()));
        return rust || !before.contains(",");
    }

    private boolean isAlone(StructBody body, Entry entry) {
        String declaration = body.declaration(entry);
        return rust || !(declaration.contains(",") || declaration.contains("{")
                || declaration.contains("(") || declaration.contains(":"));
    }

    private Optional<Span> rustType(StructBody body, Entry entry, Location member) {
        int colon = text.text().indexOf(':', member.span().end());
        int end = entry.declaration().end() - (body.declaration(entry).endsWith(",") ? 1 : 0);
        if (colon < 0 || colon >= end) {
            return Optional.empty();
        }
        int start = Code.of(text).next(colon + 1);
        return start < end ? Optional.of(new Span(start, end)) : Optional.empty();
    }

    private static String bytes(long count) {
        return count == 1 ? "byte" : count + " bytes";
    }
}

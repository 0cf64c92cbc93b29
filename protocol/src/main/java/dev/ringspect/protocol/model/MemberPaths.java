package dev.ringspect.protocol.model;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Budget;

/** The members of a struct by their paths, {@code hdr.flags}, {@code q[1].tag}; those of anonymous structs included. */
public final class MemberPaths {
    /** A payload has 80 bytes at most: nothing after so many elements can be read. */
    private static final int MOST_ELEMENTS = 80;

    /** Structs in structs, each an array, multiply; this many names are more than 80 bytes can hold. */
    private static final int MOST = 4096;

    private MemberPaths() {}

    /** A member where a path leads. */
    public record At(String path, Member member) {}

    /** All members of {@code struct} and of the structs in it; elements of arrays one by one where {@code elements}. */
    public static List<At> of(Type.Struct struct, boolean elements) {
        List<At> found = new ArrayList<>();
        add(struct, "", elements, found);
        return found;
    }

    /** A struct with a tag within another, and where it lies. */
    public record Inner(String tag, String path) {}

    /** The structs with tags within {@code struct}, elements of arrays one by one. */
    public static List<Inner> structs(Type.Struct struct) {
        List<Inner> inner = new ArrayList<>();
        for (At at : of(struct, true)) {
            Type type = at.member().type().bare();
            List<String> paths = List.of(at.path());
            while (type instanceof Type.Array array) {
                List<String> elements = new ArrayList<>();
                for (String path : paths) {
                    for (int i = 0; i < Math.min(MOST_ELEMENTS, array.count()) && elements.size() < MOST; i++) {
                        elements.add(path + "[" + i + "]");
                    }
                }
                paths = elements;
                type = array.element().bare();
            }
            if (type instanceof Type.Struct found && !found.name().isEmpty() && inner.size() < MOST) {
                paths.forEach(path -> inner.add(new Inner(found.name(), path)));
            }
        }
        return inner;
    }

    private static void add(Type.Struct struct, String prefix, boolean elements, List<At> found) {
        for (Member member : struct.members()) {
            if (found.size() >= MOST) {
                return;
            }
            Budget.check();
            String path = join(prefix, member.name());
            if (!member.name().isEmpty()) {
                found.add(new At(path, member));
            }
            inside(member.type().bare(), path, elements, found);
        }
    }

    private static void inside(Type type, String path, boolean elements, List<At> found) {
        if (type instanceof Type.Struct struct) {
            add(struct, path, elements, found);
        } else if (type instanceof Type.Array array && holdsStruct(array)) {
            long count = elements ? Math.min(MOST_ELEMENTS, array.count()) : 1;
            for (int i = 0; i < count; i++) {
                inside(array.element().bare(), elements ? path + "[" + i + "]" : path, elements, found);
            }
        }
    }

    private static boolean holdsStruct(Type.Array array) {
        Type element = array.element().bare();
        return element instanceof Type.Struct || (element instanceof Type.Array inner && holdsStruct(inner));
    }

    /** The path of a member whatever element it is of: {@code q.tag} for {@code q[1].tag}. */
    public static String withoutIndexes(String path) {
        return path.indexOf('[') < 0 ? path : path.replaceAll("\\[\\d+]", "");
    }

    public static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : name.isEmpty() ? prefix : prefix + "." + name;
    }
}

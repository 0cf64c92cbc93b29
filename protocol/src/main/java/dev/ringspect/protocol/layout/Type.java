package dev.ringspect.protocol.layout;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Location;

/** A C type, whatever it was read from: C, the layout language, BTF. Sizes are the {@link LayoutEngine}'s answer. */
public sealed interface Type {

    /** The type as C writes it: {@code struct point}, {@code __u32[4]}, {@code void *}. */
    String display();

    /** An integer, with the byte order it is stored in. */
    record Int(IntKind kind, Endian endian) implements Type {
        /** An integer in the machine's byte order. */
        public static Int of(IntKind kind) {
            return new Int(kind, Endian.HOST);
        }

        @Override
        public String display() {
            return kind.word();
        }
    }

    /** A floating number. */
    record FloatType(FloatKind kind) implements Type {
        @Override
        public String display() {
            return kind.word();
        }
    }

    /** {@code void}. */
    record VoidType() implements Type {
        @Override
        public String display() {
            return "void";
        }
    }

    /** A function, which only a pointer may aim at. */
    record Function() implements Type {
        @Override
        public String display() {
            return "void (*)()";
        }
    }

    /**
     * A pointer. A target that is a struct, union or enum with a tag is {@link Incomplete}, so that a type can point to
     * itself; whoever needs its members looks the tag up.
     */
    record Pointer(Type target) implements Type {
        @Override
        public String display() {
            return switch (target) {
                case Function _ -> target.display();
                case Pointer _ -> target.display() + "*";
                case Int _,FloatType _,VoidType _,Array _,Struct _,EnumType _,Typedef _,Incomplete _ ->
                    target.display() + " *";
            };
        }
    }

    /** An array; {@code count} is {@link #FLEXIBLE} for {@code []}. */
    record Array(Type element, long count) implements Type {
        /** The count of an array whose length is not declared. */
        public static final long FLEXIBLE = -1;

        @Override
        public String display() {
            String dimensions = "";
            Type inner = this;
            while (inner instanceof Array array) {
                dimensions += array.count == FLEXIBLE ? "[]" : "[" + array.count + "]";
                inner = array.element;
            }
            return inner.display() + dimensions;
        }
    }

    /** Whether members follow one another or share one place. */
    enum Keyword {
        STRUCT("struct"), UNION("union");

        private final String word;

        Keyword(String word) {
            this.word = word;
        }

        /** The keyword in C. */
        public String word() {
            return word;
        }
    }

    /**
     * A complete struct or union.
     *
     * @param keyword struct or union
     * @param name its tag, empty when it has none
     * @param members its members in order
     * @param packed whether it carries {@code packed}
     * @param align bytes asked for by an {@code aligned} attribute, 0 when there is none
     * @param pack bytes of a {@code #pragma pack} in force, 0 when there is none
     * @param fixedSize size in bytes where this is known and not to be computed (BTF), or {@link Member#COMPUTED}
     * @param where its tag in its text, or its keyword when it has no tag; empty when it comes from no text
     */
    record Struct(Keyword keyword, String name, List<Member> members, boolean packed, int align, int pack,
            long fixedSize, Optional<Location> where) implements Type {
        public Struct {
            members = List.copyOf(members);
        }

        /** A struct without attributes. */
        public static Struct of(String name, List<Member> members) {
            return new Struct(Keyword.STRUCT, name, members, false, 0, 0, Member.COMPUTED, Optional.empty());
        }

        /** Whether this is a union. */
        public boolean isUnion() {
            return keyword == Keyword.UNION;
        }

        @Override
        public String display() {
            return name.isEmpty() ? keyword.word() : keyword.word() + " " + name;
        }
    }

    /** A constant of an enum; {@code value} is the 64-bit pattern. */
    record Enumerator(String name, long value, Optional<Location> where) {}

    /**
     * An enum.
     *
     * @param name its tag, empty when it has none
     * @param underlying the integer that holds it
     * @param fixed whether the declaration names that integer; otherwise the compiler chose it
     * @param enumerators its constants in order
     * @param where its tag in its text; empty when it comes from no text
     */
    record EnumType(String name, Int underlying, boolean fixed, List<Enumerator> enumerators,
            Optional<Location> where) implements Type {
        public EnumType {
            enumerators = List.copyOf(enumerators);
        }

        /** The name of the first constant with this value. */
        public Optional<String> nameOf(long value) {
            for (Enumerator enumerator : enumerators) {
                if (enumerator.value == value) {
                    return Optional.of(enumerator.name);
                }
            }
            return Optional.empty();
        }

        @Override
        public String display() {
            return name.isEmpty() ? "enum" : "enum " + name;
        }
    }

    /**
     * Another name for a type.
     *
     * @param align bytes that an {@code aligned} attribute on the typedef sets, 0 when there is none
     */
    record Typedef(String name, Type target, int align) implements Type {
        @Override
        public String display() {
            return name;
        }
    }

    /** A type that was named, but whose members are not known: {@code struct file}. */
    record Incomplete(String keyword, String name) implements Type {
        @Override
        public String display() {
            return keyword.isEmpty() ? name : keyword + " " + name;
        }
    }

    /** What an array, or an array of arrays, is made of; any other type as it is. Typedefs are looked through. */
    default Type innermost() {
        Type type = bare();
        while (type instanceof Array array) {
            type = array.element.bare();
        }
        return type;
    }

    /** Whether it is one number of at most 64 bits: an integer, an enum or a pointer. */
    default boolean isWord() {
        return switch (bare()) {
            case Int number -> number.kind != IntKind.INT128 && number.kind != IntKind.UINT128;
            case EnumType _,Pointer _ -> true;
            case FloatType _,VoidType _,Array _,Struct _,Typedef _,Incomplete _,Function _ -> false;
        };
    }

    /** The type behind all typedefs. */
    default Type bare() {
        Type type = this;
        while (type instanceof Typedef typedef) {
            type = typedef.target;
        }
        return type;
    }
}

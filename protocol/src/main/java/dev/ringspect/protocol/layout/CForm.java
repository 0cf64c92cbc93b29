package dev.ringspect.protocol.layout;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Structs as C headers of the kernel write them. The compiler lays them out, so what is written is the types, the
 * attributes and nothing else; structs within a struct come before it.
 */
public final class CForm {
    private final Map<String, String> declared = new LinkedHashMap<>();

    private CForm() {}

    /** A header that declares {@code struct} and what it holds. */
    public static String of(Type.Struct struct) {
        CForm form = new CForm();
        form.declare(struct);
        return "#include <linux/types.h>\n\n" + String.join("\n", form.declared.values());
    }

    private void declare(Type.Struct struct) {
        String body = body(struct, "");
        declared.put(struct.display(), struct.display() + " " + body + attributes(struct) + ";\n");
    }

    private String body(Type.Struct struct, String indent) {
        StringBuilder out = new StringBuilder("{\n");
        for (Member member : struct.members()) {
            out.append(indent).append("    ").append(member(member, indent + "    ")).append(";\n");
        }
        return out.append(indent).append('}').toString();
    }

    private String member(Member member, String indent) {
        StringBuilder suffix = new StringBuilder(member.name());
        Type type = member.type();
        int align = member.align();
        while (type.bare() instanceof Type.Array array) {
            suffix.append(array.count() == Type.Array.FLEXIBLE ? "[]" : "[" + array.count() + "]");
            align = Math.max(align, type instanceof Type.Typedef typedef ? typedef.align() : 0);
            type = array.element();
        }
        while (type instanceof Type.Typedef typedef) {
            align = Math.max(align, typedef.align());
            type = typedef.target();
        }
        String base = base(type, indent);
        if (member.isBitField()) {
            suffix.append(member.name().isEmpty() ? ": " : " : ").append(member.bitWidth());
        }
        String attributes = (align > 0 ? " __attribute__((aligned(" + align + ")))" : "")
                + (member.packed() ? " __attribute__((packed))" : "");
        return base + (base.endsWith("*") || suffix.isEmpty() ? "" : " ") + suffix + attributes;
    }

    private String base(Type type, String indent) {
        return switch (type) {
            case Type.Int number -> number(number);
            case Type.FloatType number -> number.kind().word();
            case Type.EnumType constants -> number(constants.underlying());
            case Type.Pointer _ -> "void *";
            case Type.Struct struct -> {
                if (struct.name().isEmpty()) {
                    yield struct.keyword().word() + " " + body(struct, indent) + attributes(struct);
                }
                declare(struct);
                yield struct.display();
            }
            case Type.VoidType _,Type.Function _,Type.Array _,Type.Typedef _,Type.Incomplete _ -> type.display();
        };
    }

    private static String attributes(Type.Struct struct) {
        StringBuilder out = new StringBuilder();
        if (struct.packed() || struct.pack() == 1) {
            out.append(" __attribute__((packed))");
        }
        if (struct.align() > 0) {
            out.append(" __attribute__((aligned(").append(struct.align()).append(")))");
        }
        return out.toString();
    }

    private static String number(Type.Int number) {
        return switch (number.kind()) {
            case CHAR -> "char";
            case BOOL -> "_Bool";
            case LONG, ULONG, INT128, UINT128 -> number.kind().word();
            case SCHAR, UCHAR, SHORT, USHORT, INT, UINT, LLONG, ULLONG -> {
                int bits = Abi.X86_64.sizeOf(number.kind()) * 8;
                yield switch (number.endian()) {
                    case HOST -> (Abi.X86_64.isSigned(number.kind()) ? "__s" : "__u") + bits;
                    case LITTLE -> "__le" + bits;
                    case BIG -> "__be" + bits;
                };
            }
        };
    }
}

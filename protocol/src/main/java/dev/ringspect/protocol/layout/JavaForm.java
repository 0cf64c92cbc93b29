package dev.ringspect.protocol.layout;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.layout.LayoutParts.Part;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;

/**
 * Structs as Java's foreign memory describes them: a {@code MemoryLayout} with every byte of padding written out, for
 * x86-64 and the machines that align as it does. Bit-fields become the bytes that hold them.
 */
public final class JavaForm {
    private final LayoutEngine engine = new LayoutEngine(Abi.X86_64);

    private JavaForm() {}

    /** A class that holds the layout of {@code struct} in a constant. */
    public static String of(Type.Struct struct) {
        JavaForm form = new JavaForm();
        String layout = form.struct(struct, true, "            ");
        return """
                import java.lang.foreign.GroupLayout;
                import java.lang.foreign.MemoryLayout;
                import java.lang.foreign.ValueLayout;
                import java.nio.ByteOrder;

                /** %s. */
                public final class %s {
                    /** Its bytes. */
                    public static final GroupLayout LAYOUT = %s.withName("%s");

                    private %s() {}
                }
                """.formatted(struct.display(), className(struct.name()), layout, struct.name(),
                className(struct.name()));
    }

    /** {@code nvme_uring_cmd} as Java calls classes: {@code NvmeUringCmd}. */
    public static String className(String name) {
        StringBuilder out = new StringBuilder();
        for (String word : name.split("_", -1)) {
            out.append(word.isEmpty() ? "" : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return out.isEmpty() ? "Layout" : out.toString();
    }

    /** @param aligned whether the struct itself lies where it wants to, and so its members may */
    private String struct(Type.Struct type, boolean aligned, String indent) {
        StructLayout layout = engine.layout(type);
        List<String> elements = new ArrayList<>();
        if (type.isUnion()) {
            layout.members().forEach(member -> elements.add(named(member, 0, aligned, indent)));
            boolean filled = layout.members().stream().anyMatch(member -> member.size() == layout.size());
            if (!filled && layout.size() > 0) {
                elements.add("MemoryLayout.paddingLayout(" + layout.size() + ")");
            }
        } else {
            for (Part part : LayoutParts.of(layout.members(), 0, layout.size())) {
                elements.add(switch (part) {
                    case Part.Gap gap -> "MemoryLayout.paddingLayout(" + gap.size() + ")";
                    case Part.Bits bits -> "MemoryLayout.sequenceLayout(" + bits.size() + ", ValueLayout.JAVA_BYTE)";
                    case Part.Field(MemberLayout member, long offset) -> named(member, offset, aligned, indent);
                });
            }
        }
        return "MemoryLayout." + type.keyword().word() + "Layout(\n" + indent + String.join(",\n" + indent, elements)
                + ")";
    }

    private String named(MemberLayout member, long offset, boolean aligned, String indent) {
        Type type = member.member().type();
        boolean fits = aligned && offset % Math.max(1, engine.alignOf(type.bare())) == 0;
        String layout = layout(type, fits, indent);
        return layout + (member.member().name().isEmpty() ? "" : ".withName(\"" + member.member().name() + "\")");
    }

    private String layout(Type type, boolean aligned, String indent) {
        return switch (type.bare()) {
            case Type.Int number -> number(number, aligned);
            case Type.EnumType constants -> number(constants.underlying(), aligned);
            case Type.FloatType number -> switch (number.kind()) {
                case FLOAT -> value("JAVA_FLOAT", aligned);
                case DOUBLE -> value("JAVA_DOUBLE", aligned);
                case LONG_DOUBLE -> "MemoryLayout.sequenceLayout(16, ValueLayout.JAVA_BYTE)";
            };
            case Type.Pointer _ -> value("ADDRESS", aligned);
            case Type.Array array -> "MemoryLayout.sequenceLayout(" + Math.max(0, array.count()) + ", "
                    + layout(array.element(), aligned, indent) + ")";
            case Type.Struct struct -> struct(struct, aligned, indent + "    ");
            case Type.VoidType _,Type.Function _,Type.Typedef _,Type.Incomplete _ ->
                "MemoryLayout.sequenceLayout(0, ValueLayout.JAVA_BYTE)";
        };
    }

    private static String number(Type.Int number, boolean aligned) {
        int bytes = Abi.X86_64.sizeOf(number.kind());
        String order = switch (number.endian()) {
            case HOST -> "";
            case LITTLE -> bytes == 1 ? "" : ".withOrder(ByteOrder.LITTLE_ENDIAN)";
            case BIG -> bytes == 1 ? "" : ".withOrder(ByteOrder.BIG_ENDIAN)";
        };
        return switch (bytes) {
            case 1 -> "ValueLayout.JAVA_BYTE";
            case 2 -> value("JAVA_SHORT", aligned) + order;
            case 4 -> value("JAVA_INT", aligned) + order;
            case 8 -> value("JAVA_LONG", aligned) + order;
            default -> "MemoryLayout.sequenceLayout(" + bytes + ", ValueLayout.JAVA_BYTE)";
        };
    }

    private static String value(String name, boolean aligned) {
        return "ValueLayout." + name + (aligned ? "" : "_UNALIGNED");
    }
}

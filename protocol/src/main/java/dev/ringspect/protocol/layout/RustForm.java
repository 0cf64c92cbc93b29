package dev.ringspect.protocol.layout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.ringspect.protocol.layout.LayoutParts.Part;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;

/**
 * Structs as Rust declares them, with {@code #[repr(C)]} and every byte of padding written out, for x86-64 and the machines
 * that align as it does. Bit-fields become the bytes that hold them; what is anonymous in C gets a name.
 */
public final class RustForm {
    private static final Set<String> KEYWORDS = Set.of("as", "async", "await", "break", "const", "continue", "dyn",
            "else", "enum", "extern", "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod",
            "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "true", "type", "unsafe", "use",
            "where",
            "while", "abstract", "become", "box", "do", "final", "macro", "override", "priv", "try", "typeof",
            "unsized",
            "virtual", "yield");

    private final LayoutEngine engine = new LayoutEngine(Abi.X86_64);
    private final Map<String, String> declared = new LinkedHashMap<>();

    private RustForm() {}

    /** Declarations of {@code struct} and of what it holds. */
    public static String of(Type.Struct struct) {
        RustForm form = new RustForm();
        form.declare(struct, struct.name());
        return String.join("\n", form.declared.values());
    }

    private void declare(Type.Struct struct, String name) {
        StructLayout layout = engine.layout(struct);
        StringBuilder fields = new StringBuilder();
        int count = 0;
        boolean packed = false;
        int align = 1;
        List<Part> parts = struct.isUnion()
                ? layout.members().stream().<Part>map(member -> new Part.Field(member, 0)).toList()
                : LayoutParts.of(layout.members(), 0, layout.size());
        for (Part part : parts) {
            String field = switch (part) {
                case Part.Gap gap -> "_pad" + count++ + ": [u8; " + gap.size() + "]";
                case Part.Bits bits -> "_bits" + count++ + ": [u8; " + bits.size() + "]";
                case Part.Field(MemberLayout member, long offset) -> {
                    int own = engine.alignOf(bare(member.member().type()));
                    packed |= offset % own != 0;
                    align = Math.max(align, own);
                    String called = member.member().name().isEmpty()
                            ? "anonymous" + count++
                            : escaped(member.member().name());
                    yield called + ": " + type(member.member().type(), name + "_" + called.replace("r#", ""));
                }
            };
            fields.append("    pub ").append(field).append(",\n");
        }
        String repr = packed || align > layout.align() || struct.packed()
                ? "C, packed" + (layout.align() > 1 ? "(" + layout.align() + ")" : "")
                : layout.align() > align ? "C, align(" + layout.align() + ")" : "C";
        declared.put(name, "#[repr(" + repr + ")]\n#[derive(Clone, Copy)]\n#[allow(non_camel_case_types)]\npub "
                + struct.keyword().word() + " " + name + " {\n" + fields + "}\n");
    }

    /** An alignment by typedef is the C compiler's affair: here the bytes before the field are written out. */
    private static Type bare(Type type) {
        return type.bare() instanceof Type.Array array ? bare(array.element()) : type.bare();
    }

    private String type(Type type, String name) {
        return switch (type.bare()) {
            case Type.Int number -> number(number.kind());
            case Type.FloatType number -> number.kind() == FloatKind.FLOAT ? "f32" : "f64";
            case Type.EnumType constants -> number(constants.underlying().kind());
            case Type.Pointer _ -> "*mut core::ffi::c_void";
            case Type.Array array ->
                "[" + type(array.element(), name) + "; " + Math.max(0, array.count()) + "]";
            case Type.Struct struct -> {
                String called = struct.name().isEmpty() ? name : struct.name();
                declare(struct, called);
                yield called;
            }
            case Type.VoidType _,Type.Function _,Type.Typedef _,Type.Incomplete _ -> "[u8; 0]";
        };
    }

    private static String number(IntKind kind) {
        if (kind == IntKind.BOOL) {
            // a program may send any byte, and not every byte is a bool
            return "u8";
        }
        return (Abi.X86_64.isSigned(kind) && kind != IntKind.CHAR ? "i" : "u") + Abi.X86_64.sizeOf(kind) * 8;
    }

    private static String escaped(String name) {
        return KEYWORDS.contains(name) ? "r#" + name : name;
    }
}

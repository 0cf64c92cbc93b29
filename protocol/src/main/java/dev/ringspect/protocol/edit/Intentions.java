package dev.ringspect.protocol.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.CForm;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.JavaForm;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.RustForm;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;

/** What can be made of a struct that is fine as it is. New files stand beside the one that declares it. */
public final class Intentions {
    private static final int SMALL_PAYLOAD = 16;

    private Intentions() {}

    /** Everything that can be made of {@code struct}, which {@code text} declares; nothing of one without a tag. */
    public static List<Fix> of(SourceText text, Type.Struct struct) {
        List<Fix> fixes = new ArrayList<>();
        if (struct.name().isEmpty()) {
            return fixes;
        }
        boolean protocol = Language.URING.isOf(text.uri());
        boolean rust = Language.RUST.isOf(text.uri());
        if (protocol) {
            refine(text, struct).ifPresent(fixes::add);
        } else {
            protocolFile(text, struct).ifPresent(fixes::add);
        }
        if (protocol || rust) {
            fixes.add(
                    file("Write " + struct.display() + " as a C header", text, struct.name() + ".h", CForm.of(struct)));
        }
        if (!rust) {
            fixes.add(file("Write " + struct.display() + " as a Rust struct", text, struct.name() + ".rs",
                    RustForm.of(struct)));
        }
        fixes.add(file("Write " + struct.display() + " as a Java MemoryLayout", text,
                JavaForm.className(struct.name()) + ".java", JavaForm.of(struct)));
        return fixes;
    }

    /** A protocol file about {@code struct}, which the C or Rust {@code text} declares; none about one without a tag. */
    public static Optional<Fix> protocolFile(SourceText text, Type.Struct struct) {
        return struct.name().isEmpty()
                ? Optional.empty()
                : Optional.of(file("Write a protocol file about " + struct.display(), text,
                        snake(struct.name()) + ".uring", protocol(text, struct)));
    }

    private static Fix file(String title, SourceText beside, String name, String content) {
        String folder = beside.uri().substring(0, beside.uri().lastIndexOf('/') + 1);
        return new Fix(title, Fix.Kind.REFACTOR, List.of(new Change.NewFile(folder + name, content)));
    }

    /** A {@code refine} that says of each member what its name tells; what it does not tell is left to the author. */
    public static Optional<Fix> refine(SourceText text, Type.Struct struct) {
        int at = struct.where().filter(where -> where.source().equals(text.uri()))
                .flatMap(where -> StructBody.of(text, where.span().start())).map(StructBody::close).orElse(-1);
        if (at < 0) {
            return Optional.empty();
        }
        int end = Code.of(text).lineEnd(at);
        return Optional.of(Fix.of("Write a refine of " + struct.display(), Fix.Kind.REFACTOR, text.uri(),
                List.of(TextEdit.insert(end, "\n\n" + refine(struct) + "}"))));
    }

    private static String refine(Type.Struct struct) {
        Set<String> names = struct.members().stream().map(Member::name).collect(Collectors.toSet());
        StringBuilder out = new StringBuilder("refine struct ".replace("struct", struct.keyword().word()))
                .append(struct.name()).append(" {\n");
        for (Member member : struct.members()) {
            if (!member.name().isEmpty()) {
                out.append("    ").append(rule(member, names)).append('\n');
            }
        }
        return out.toString();
    }

    private static String rule(Member member, Set<String> names) {
        String name = member.name().toLowerCase(Locale.ROOT);
        boolean number = member.type().bare() instanceof Type.Int;
        if (name.matches("_*(rsvd?|resv|reserved?|pad|padding|spare|unused)\\d*_*")) {
            return member.name() + " == 0;";
        }
        if (number && name.matches(".*(addr|address|ptr|buf)")) {
            String length = List.of("len", "length", "size", "bytes").stream().filter(names::contains).findFirst()
                    .map(word -> "__u8[" + word + "]").orElse("void");
            return member.name() + " : pointer to " + length + ";";
        }
        if (member.type().bare() instanceof Type.Array array && array.element().bare() instanceof Type.Int element
                && element.kind() == IntKind.CHAR) {
            return member.name() + " : text;";
        }
        return "// " + member.name() + ": an enum, flags of an enum, a range (in 0 .. 7), a time?";
    }

    private static String protocol(SourceText text, Type.Struct struct) {
        String name = snake(struct.name());
        String file = text.uri().substring(text.uri().lastIndexOf('/') + 1);
        boolean rust = Language.RUST.isOf(text.uri());
        long size = new LayoutEngine(Abi.X86_64).sizeOf(struct);
        return "protocol " + name + ";\n\nimport " + (rust ? "rust " : "") + "\"" + file + "\";\n\non device \"/dev/"
                + name + "\";\n" + (size > SMALL_PAYLOAD ? "needs sqe128;\n" : "") + "\n" + refine(struct) + "}\n\n"
                + "command " + name.toUpperCase(Locale.ROOT) + " = _IOWR('x', 1, " + struct.display()
                + ") {\n    payload " + struct.display() + ";\n}\n";
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** Imports the C header that a preprocessor finds as {@code header}, after the imports that there are. */
    public static Fix importHeader(SourceText text, String header) {
        int at = 0;
        for (int line = 0; line < text.lineCount(); line++) {
            Span span = text.lineSpan(line);
            String words = text.slice(span).strip();
            if (words.startsWith("import ") || words.startsWith("protocol ")) {
                at = Math.min(text.length(), span.end() + 1);
            }
        }
        boolean open = at > 0 && text.text().charAt(at - 1) != '\n';
        return Fix.quick("Import \"" + header + "\"", text.uri(),
                TextEdit.insert(at, (open ? "\n" : "") + "import \"" + header + "\";\n"));
    }
}

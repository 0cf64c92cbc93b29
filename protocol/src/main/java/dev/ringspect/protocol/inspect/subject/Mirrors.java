package dev.ringspect.protocol.inspect.subject;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.SourceText;

/** Structs of Rust texts that stand for structs of protocols: they have the same name, as each language writes it. */
public final class Mirrors {
    private static final Pattern STRUCT = Pattern.compile("\\b(?:struct|union)\\s+(\\w+)");

    private Mirrors() {}

    /** The names of the structs that a Rust text declares, found without reading it; none of a text that is C by its name. */
    public static Set<String> namesIn(SourceText text) {
        if (Language.C.isOf(text.uri())) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        Matcher matcher = STRUCT.matcher(text.text());
        while (matcher.find()) {
            String name = bare(matcher.group(1));
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /** The structs that a protocol declares or imports. */
    public static Stream<Type.Struct> structs(ProtocolModel model) {
        return Stream.concat(model.structs().stream(), model.importedStructs().stream());
    }

    /** {@code NvmeUringCmd} is {@code nvme_uring_cmd}. */
    public static boolean isSame(String c, String rust) {
        return !c.isEmpty() && bare(c).equals(bare(rust));
    }

    /** A name as both languages would write it if they wrote names alike. */
    static String bare(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}

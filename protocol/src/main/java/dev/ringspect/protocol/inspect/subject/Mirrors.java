package dev.ringspect.protocol.inspect.subject;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;

/** Structs of Rust texts that stand for structs of protocols: they have the same name, as each language writes it. */
public final class Mirrors {
    private static final Pattern STRUCT = Pattern.compile("\\b(?:struct|union)\\s+(\\w+)");

    private Mirrors() {}

    /** Whether a Rust text declares a struct of a name that is one of these protocols', found without reading it. */
    public static Predicate<SourceText> declaredIn(Collection<ProtocolModel> protocols) {
        Set<String> names = protocols.stream().flatMap(Mirrors::structs).map(struct -> bare(struct.name()))
                .filter(name -> !name.isEmpty()).collect(Collectors.toSet());
        return text -> {
            Matcher matcher = STRUCT.matcher(text.text());
            while (!names.isEmpty() && matcher.find()) {
                if (names.contains(bare(matcher.group(1)))) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The structs that a protocol declares or imports. */
    public static Stream<Type.Struct> structs(ProtocolModel model) {
        return Stream.concat(model.structs().stream(), model.importedStructs().stream());
    }

    /** {@code NvmeUringCmd} is {@code nvme_uring_cmd}. */
    public static boolean isSame(String c, String rust) {
        return !c.isEmpty() && bare(c).equals(bare(rust));
    }

    private static String bare(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}

package dev.ringspect.protocol.inspect;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;

/** A Rust struct that is laid out otherwise than the C struct of its name. */
final class RustLayoutVersusC implements Inspection {
    private static final Rule RULE = new Rule("R13", "layout-vs-c", Severity.ERROR,
            "A struct of the Rust source has the name of a struct that a protocol file declares or "
                    + "imports, and another size or other offsets. One side reads what the other never wrote.");

    private static final Pattern STRUCT = Pattern.compile("\\b(?:struct|union)\\s+(\\w+)");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        set.rust().ifPresent(rust -> rust.structs().forEach(struct -> {
            List<Type.Struct> others = set.others().stream().flatMap(RustLayoutVersusC::structs)
                    .filter(other -> isSame(other.name(), struct.name()))
                    .filter(other -> !Roles.isOf(other, set.source().uri())).toList();
            compare(struct, others).ifPresent(findings);
        }));
    }

    /** Of several protocols that have a struct of this name, this may be the one of any. */
    private static Optional<Finding> compare(Type.Struct struct, List<Type.Struct> others) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        Optional<Finding> first = Optional.empty();
        for (Type.Struct other : others) {
            Optional<String> what = LayoutDifference.of(engine.layout(struct), engine.layout(other));
            if (what.isEmpty()) {
                return Optional.empty();
            }
            first = first.or(() -> what.map(said -> Finding.of(RULE, struct.where().orElseThrow(), struct.name()
                    + " is not laid out as " + other.display() + ": " + said)
                    .with(other.where(), "the other declaration")));
        }
        return first;
    }

    /** Whether a Rust text declares a struct of a name that is one of these protocols', found without reading it. */
    static Predicate<SourceText> concerning(Collection<ProtocolModel> protocols) {
        Set<String> names = protocols.stream().flatMap(RustLayoutVersusC::structs).map(struct -> bare(struct.name()))
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

    private static Stream<Type.Struct> structs(ProtocolModel model) {
        return Stream.concat(model.structs().stream(), model.importedStructs().stream());
    }

    /** {@code NvmeUringCmd} is {@code nvme_uring_cmd}. */
    private static boolean isSame(String c, String rust) {
        return !c.isEmpty() && bare(c).equals(bare(rust));
    }

    private static String bare(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}

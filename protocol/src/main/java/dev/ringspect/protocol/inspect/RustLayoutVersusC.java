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
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
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
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        set.rust().ifPresent(rust -> rust.structs().forEach(struct -> set.others().stream()
                .flatMap(RustLayoutVersusC::structs).filter(other -> isSame(other.name(), struct.name()))
                .filter(other -> !Roles.isOf(other, set.source().uri())).findFirst()
                .ifPresent(other -> difference(engine.layout(struct), engine.layout(other))
                        .ifPresent(what -> findings.accept(Finding.of(RULE, struct.where().orElseThrow(), struct.name()
                                + " is not laid out as " + other.display() + ": " + what)
                                .with(other.where(), "the other declaration"))))));
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

    private static Optional<String> difference(StructLayout rust, StructLayout c) {
        List<MemberLayout> ours = rust.members();
        List<MemberLayout> theirs = c.members();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            MemberLayout our = ours.get(i);
            MemberLayout their = theirs.get(i);
            if (our.bitOffset() != their.bitOffset() || our.size() != their.size()) {
                return Optional.of(our.member().name() + " is byte " + our.offset() + " with " + our.size() + ", and "
                        + their.member().name() + " there is byte " + their.offset() + " with " + their.size());
            }
        }
        return rust.size() != c.size()
                ? Optional.of("it has " + rust.size() + " bytes, and the other " + c.size())
                : Optional.empty();
    }
}

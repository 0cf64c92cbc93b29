package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.RingFeature;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.model.ValueRule;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.token.Tokens;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.UapiConstants;
import dev.ringspect.server.feature.names.Symbol;
import dev.ringspect.server.feature.words.FeatureText;
import dev.ringspect.server.feature.words.Keywords;
import dev.ringspect.server.feature.words.Signature;
import dev.ringspect.server.feature.words.SqeText;
import dev.ringspect.server.feature.words.UapiText;
import dev.ringspect.server.state.Snapshot;

/** What a hover says about words that no line declares: the kernel's names, numbers, the language's own words. */
final class WordHovers {
    private WordHovers() {}

    /** About the keyword or number at {@code offset}. */
    static Optional<HoverText> at(ProtocolModel model, int offset) {
        Tokens tokens = model.file().tokens();
        int low = 0;
        int high = tokens.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (tokens.start(middle) <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Optional<HoverText> here = about(tokens, low);
        boolean behind = low > 0 && tokens.start(low) == offset;
        return here.isEmpty() && behind ? about(tokens, low - 1) : here;
    }

    private static Optional<HoverText> about(Tokens tokens, int index) {
        String text = tokens.text(index);
        Optional<String> markdown = switch (tokens.kind(index)) {
            case IDENTIFIER -> Keywords.help(text).map(help -> "**" + text + "** " + help)
                    .or(() -> UapiText.of(text).map(help -> "`" + text + "` " + help));
            case NUMBER -> dev.ringspect.protocol.expr.NumberText.number(text, tokens.span(index))
                    .filter(literal -> Long.compareUnsigned(literal.value(), 9) > 0)
                    .map(literal -> NumberText.of(literal.value()));
            case STRING, CHARACTER, PUNCTUATOR, DIRECTIVE, SPACE, COMMENT, UNKNOWN, END -> Optional.empty();
        };
        return markdown.map(found -> new HoverText(tokens.span(index), found));
    }

    /** About a symbol that {@link dev.ringspect.protocol.model.Declared} does not know. */
    static Optional<String> of(Snapshot at, ProtocolModel model, Symbol symbol) {
        String name = symbol.name();
        return switch (symbol.kind()) {
            case ERRNO -> Errno.ALL.stream().filter(errno -> errno.name().equals(name)).findFirst()
                    .map(errno -> "`" + name + "` = " + errno.number() + ": " + errno.meaning());
            case SQE_WORD -> SqeWord.named(name).map(word -> "`" + word.type().display() + " " + name + "`: "
                    + SqeText.of(word))
                    .or(() -> Optional.of("`" + name + "`: what the ring was set up with"));
            case RING_FEATURE -> RingFeature.named(name).map(feature -> "`" + name + "` " + FeatureText.of(feature));
            case UAPI -> UapiText.of(name).map(text -> "`" + name + "` = " + UapiConstants.ALL.get(name) + ": " + text);
            case BUILTIN_TYPE -> BuiltinTypes.find(name).map(type -> "`" + name + "`: " + sizes(type, _ -> type));
            case BUILTIN_FUNCTION -> Signature.named(name)
                    .map(function -> "`" + function.label() + "` " + function.help());
            case BITS -> symbol.declared().flatMap(place -> bits(at, model, place));
            case VALUE -> symbol.declared().flatMap(place -> value(at, model, place));
            case PROTOCOL, COMMAND, STRUCT, UNION, ENUM, TYPEDEF, ENUMERATOR, MACRO, MEMBER, SQE_FIELD, ALIAS ->
                UapiText.of(name);
        };
    }

    /**
     * The size of a type, and where it is another.
     *
     * @param on what the type is on another machine
     */
    static String sizes(Type type, Function<Abi, Type> on) {
        long here = new LayoutEngine(Abi.host()).sizeOf(type);
        List<String> others = new ArrayList<>();
        for (Abi abi : Abi.values()) {
            long there = new LayoutEngine(abi).sizeOf(abi == Abi.host() ? type : on.apply(abi));
            if (there != here) {
                others.add(there + " on " + abi.word());
            }
        }
        return (here == 1 ? "1 byte" : here + " bytes")
                + (others.isEmpty() ? "" : "; " + String.join(", ", others));
    }

    private static Optional<String> bits(Snapshot at, ProtocolModel model, Location place) {
        return model.protocol().stream().map(Protocol::rules).flatMap(List::stream)
                .flatMap(rule -> rule.meanings().stream().filter(FieldMeaning.Bits.class::isInstance)
                        .flatMap(meaning -> ((FieldMeaning.Bits) meaning).ranges().stream())
                        .filter(range -> range.where().equals(place)).map(range -> {
                            List<String> parts = new ArrayList<>();
                            String last = range.width() == 1 ? "" : " to " + (range.low() + range.width() - 1);
                            parts.add("`" + range.name() + "`: " + (range.width() == 1 ? "bit " : "bits ") + range.low()
                                    + last + " of `" + rule.member() + "` in `" + rule.struct() + "`");
                            range.meanings().forEach(meaning -> parts.add(MemberText.meaning(meaning)));
                            parts.addAll(TrafficText.fields(at, model.usesOf(place)));
                            return String.join("\n\n", parts);
                        }))
                .findFirst();
    }

    private static Optional<String> value(Snapshot at, ProtocolModel model, Location place) {
        Optional<ValueRule> rule = model.protocol().stream().flatMap(protocol -> protocol.values().stream())
                .filter(value -> value.where().equals(place)).findFirst();
        return rule.map(value -> {
            List<String> parts = new ArrayList<>();
            parts.add("`" + value.name() + " = " + model.source().slice(value.expression().span()) + "`");
            parts.add("a number made of members of `" + value.struct() + "`");
            parts.addAll(TrafficText.fields(at, model.usesOf(place)));
            return String.join("\n\n", parts);
        });
    }
}

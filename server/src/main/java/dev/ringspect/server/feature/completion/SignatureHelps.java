package dev.ringspect.server.feature.completion;

import dev.ringspect.server.feature.words.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** What goes between the brackets around the cursor. */
public final class SignatureHelps {
    private static final Signature BITS = new Signature("bits", List.of(
            new Signature.Parameter("low", "the lowest bit of the group, the lowest of the member being 0"),
            new Signature.Parameter("high", "the highest bit of the group; without it the group is one bit"),
            new Signature.Parameter("name", "what the group is called; it stands beside the member"),
            new Signature.Parameter("meaning", "what its number stands for: `enum name`, `flags enum name`, ...")),
            "A group of bits: `0..15 blocks;`, `31 priority : enum level;`");

    private SignatureHelps() {}

    /**
     * A signature under the cursor.
     *
     * @param signature what is being written
     * @param label how it is written
     * @param active the parameter that the cursor is at, from 0
     */
    public record Shown(Signature signature, String label, int active) {}

    /** What is being written at {@code offset} of {@code uri}; empty where nothing has parameters. */
    public static Optional<Shown> of(Snapshot at, String uri, int offset, Cancel cancel) {
        return at.texts().protocolFile(uri).flatMap(file -> {
            cancel.check();
            Place place = Place.of(file.model().file().tokens(), offset);
            return place.inComment() ? Optional.empty() : shown(file.model(), place);
        });
    }

    private static Optional<Shown> shown(ProtocolModel model, Place place) {
        int bracket = place.openBracket();
        if (bracket > 0 && place.is(bracket, "(")) {
            long commas = place.statement().subList(bracket + 1, place.size()).stream().filter(word -> word.is(","))
                    .count();
            return Signature.named(place.statement().get(bracket - 1).text()).map(function -> new Shown(function,
                    function.label(), (int) Math.min(commas, function.parameters().size() - 1)));
        }
        return switch (place.block().kind()) {
            case BITS -> Optional.of(new Shown(BITS, "low..high name : meaning", bitsPart(place)));
            case VARIANT -> variant(model, place);
            case FILE, STRUCT, ENUM, REFINE, COMMAND, SQE, CQE, ERRORS, SEND, OTHER -> Optional.empty();
        };
    }

    private static int bitsPart(Place place) {
        List<Word> statement = place.statement();
        if (statement.stream().anyMatch(word -> word.is(":"))) {
            return 3;
        }
        if (place.endsWith("..")) {
            return 1;
        }
        return statement.isEmpty() ? 0 : 2;
    }

    /** The values that the member of a variant can have. */
    private static Optional<Shown> variant(ProtocolModel model, Place place) {
        String member = place.block().selector().orElse("");
        Optional<Type.EnumType> type = new ValueNames(model, place, new ArrayList<>()).cases();
        return type.map(constants -> {
            List<Signature.Parameter> cases = constants.enumerators().stream()
                    .map(constant -> new Signature.Parameter(constant.name(), "`" + constant.value() + "`")).toList();
            Signature signature = new Signature("variant", cases, "What holds while `" + member + "` has the value.");
            String label = cases.stream().map(Signature.Parameter::name)
                    .collect(Collectors.joining(" | ", "", ": ..."));
            String first = place.statement().isEmpty() ? place.prefix() : place.statement().getFirst().text();
            int active = 0;
            for (int i = 0; i < cases.size(); i++) {
                active = cases.get(i).name().equals(first) ? i : active;
            }
            return new Shown(signature, label, active);
        });
    }
}

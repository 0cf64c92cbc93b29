package dev.ringspect.server.feature.completion;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.syntax.uring.UringItem.CommandPart;

/**
 * What the command around the cursor says about names, as far as its text is understood while it is written.
 *
 * @param payload the struct that lies over the command area, {@code struct io}
 * @param pdu the struct that the driver keeps, {@code struct io_pdu}
 * @param fields its names for words of the SQE and CQE, with the word that each is
 */
record CommandWords(Optional<String> payload, Optional<String> pdu, Map<String, String> fields) {
    private static final CommandWords NONE = new CommandWords(Optional.empty(), Optional.empty(), Map.of());

    CommandWords {
        fields = Map.copyOf(fields);
    }

    /** The words of the command that {@code place} is in, or whose {@code send} it is in; nothing elsewhere. */
    static CommandWords of(UringFile file, Place place) {
        Stream<UringItem.Command> commands = file.items().stream()
                .filter(UringItem.Command.class::isInstance).map(UringItem.Command.class::cast);
        Optional<Block> around = place.around(Block.Kind.COMMAND);
        return (around.isPresent()
                ? commands.filter(command -> command.span().start() < around.get().open()).reduce((_, last) -> last)
                : place.sent().flatMap(
                        name -> commands.filter(command -> command.name().text().equals(name)).findFirst()))
                .map(CommandWords::of).orElse(NONE);
    }

    private static CommandWords of(UringItem.Command command) {
        Optional<String> payload = Optional.empty();
        Optional<String> pdu = Optional.empty();
        Map<String, String> fields = new LinkedHashMap<>();
        for (CommandPart part : command.parts()) {
            switch (part) {
                case UringItem.Payload lies ->
                    payload = payload.or(() -> Optional.of(lies.keyword().word() + " " + lies.tag().text()));
                case UringItem.Pdu kept ->
                    pdu = pdu.or(() -> Optional.of(kept.keyword().word() + " " + kept.tag().text()));
                case UringItem.Words words ->
                    words.words().forEach(word -> add(word, words.cqe() ? "cqe." : "sqe.", fields));
                case UringItem.On _,UringItem.Needs _,UringItem.Match _,UringItem.Rules _,UringItem.Errors _,UringItem.Check _,UringItem.Pending _ -> {
                    // nothing of it is a name for a value
                }
            }
        }
        return new CommandWords(payload, pdu, fields);
    }

    private static void add(UringItem.Word word, String end, Map<String, String> fields) {
        String field = end + word.field().text();
        fields.put(word.as().orElse(word.field()).text(), field);
        word.bits().forEach(bits -> fields.put(bits.name().text(), end + bits.name().text()));
    }
}

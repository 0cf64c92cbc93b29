package dev.ringspect.protocol.traffic;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.Protocol;

/**
 * What the protocols in force say about the requests with one {@code cmd_op} on one file. Made once and used for all of
 * them.
 *
 * @param protocol the protocol that the file speaks
 * @param command the command, empty when the protocol does not know the number
 * @param decoder reads the command's fields; there whenever the command is
 * @param fixedFields the fields that must have a certain value, each with its {@link FieldMeaning.MustBe}
 */
public record ResolvedCommand(Optional<Protocol> protocol, Optional<Command> command, Optional<CommandDecoder> decoder,
        List<FixedField> fixedFields) {
    /** For requests that no protocol decodes. */
    public static final ResolvedCommand NONE = new ResolvedCommand(Optional.empty(), Optional.empty(),
            Optional.empty(), List.of());

    /**
     * A field that must have a certain value.
     *
     * @param field the field
     * @param rule the value, and how much another one matters
     */
    public record FixedField(Field field, FieldMeaning.MustBe rule) {}

    public ResolvedCommand {
        fixedFields = List.copyOf(fixedFields);
    }

    static ResolvedCommand of(Protocol protocol, Optional<CommandDecoder> decoder) {
        List<FixedField> fixed = decoder.stream().flatMap(d -> d.fields().stream())
                .flatMap(field -> field.meanings().stream().filter(FieldMeaning.MustBe.class::isInstance)
                        .map(rule -> new FixedField(field, (FieldMeaning.MustBe) rule)))
                .toList();
        return new ResolvedCommand(Optional.of(protocol), decoder.map(CommandDecoder::command), decoder, fixed);
    }
}

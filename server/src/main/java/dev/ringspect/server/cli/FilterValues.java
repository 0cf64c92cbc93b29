package dev.ringspect.server.cli;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.expr.Values;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import org.jspecify.annotations.Nullable;

/** One request's values, by the slots of {@link FilterNames}; pointed at one request after another. */
final class FilterValues implements Values {
    private final List<String> fieldNames;
    private final List<SqeWord> words;
    private final IdentityHashMap<CommandDecoder, List<List<Field>>> byDecoder = new IdentityHashMap<>();
    private @Nullable Request request;
    private ResolvedCommand command = ResolvedCommand.NONE;

    /** Values of no request yet. */
    FilterValues(FilterNames names) {
        fieldNames = names.usedFields();
        words = names.words();
    }

    FilterValues at(Request next, ResolvedCommand itsCommand) {
        request = next;
        command = itsCommand;
        return this;
    }

    private Request request() {
        if (request == null) {
            throw new IllegalStateException("no request yet");
        }
        return request;
    }

    @Override
    public boolean has(int slot) {
        if (slot >= FilterNames.FIRST_FIELD) {
            return field(slot) != null;
        }
        if (slot >= FilterNames.FIRST_WORD) {
            return request().sqeSize() > 0;
        }
        return slot >= FilterNames.FIRST_TEXT || RequestFact.ALL.get(slot).known().test(request());
    }

    @Override
    public long number(int slot) {
        if (slot >= FilterNames.FIRST_FIELD) {
            Field field = field(slot);
            Optional<CommandDecoder> decoder = decoder(slot);
            return field == null || decoder.isEmpty()
                    ? 0
                    : decoder.get().number(field, 0, request().memory(), start(slot));
        }
        if (slot >= FilterNames.FIRST_WORD) {
            return word(words.get(slot - FilterNames.FIRST_WORD));
        }
        return RequestFact.ALL.get(slot).value().applyAsLong(request());
    }

    private boolean isOfPdu(int slot) {
        return fieldNames.get(slot - FilterNames.FIRST_FIELD).startsWith(FilterNames.PDU);
    }

    private Optional<CommandDecoder> decoder(int slot) {
        return isOfPdu(slot) ? command.decoder().flatMap(CommandDecoder::pdu) : command.decoder();
    }

    private long start(int slot) {
        return isOfPdu(slot) ? CommandDecoder.pduAt(request().pduOffset()) : request().sqeOffset();
    }

    private int size(int slot) {
        return isOfPdu(slot) ? CommandDecoder.pduEnd(request().pduSize()) : request().sqeSize();
    }

    @Override
    public boolean textIs(int slot, String text) {
        return switch (FilterNames.TEXTS.get(slot - FilterNames.FIRST_TEXT)) {
            case "comm" -> request().comm().equals(text);
            case "device" -> request().device().equals(text);
            case "state" -> request().state().word().equals(text);
            case "protocol" -> command.protocol().filter(known -> known.name().equals(text)).isPresent();
            default -> command.command().filter(known -> known.name().equals(text)).isPresent();
        };
    }

    /** The field of this request's command, null when it has none of that name or is too short for it. */
    private @Nullable Field field(int slot) {
        Optional<CommandDecoder> decoder = decoder(slot);
        if (decoder.isEmpty()) {
            return null;
        }
        List<Field> fields = byDecoder.computeIfAbsent(decoder.get(), this::fieldsOf)
                .get(slot - FilterNames.FIRST_FIELD);
        for (int i = 0; i < fields.size(); i++) {
            if (decoder.get().present(fields.get(i), request().memory(), start(slot), size(slot))) {
                return fields.get(i);
            }
        }
        return null;
    }

    /** Of each name the fields that have it, of which a request has one at most. */
    private List<List<Field>> fieldsOf(CommandDecoder decoder) {
        return fieldNames.stream().map(name -> name.startsWith(FilterNames.PDU)
                ? name.substring(FilterNames.PDU.length())
                : name).map(name -> decoder.named(name).stream()
                        .filter(field -> field.area() != Field.Area.CQE).toList())
                .toList();
    }

    private long word(SqeWord word) {
        MemorySegment memory = request().memory();
        long at = request().sqeOffset() + word.offset();
        return switch (word.bytes()) {
            case 1 -> Byte.toUnsignedLong(memory.get(ValueLayout.JAVA_BYTE, at));
            case 2 -> Short.toUnsignedLong(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
            case 4 -> {
                int value = memory.get(ValueLayout.JAVA_INT_UNALIGNED, at);
                yield word.signed() ? value : Integer.toUnsignedLong(value);
            }
            default -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        };
    }
}

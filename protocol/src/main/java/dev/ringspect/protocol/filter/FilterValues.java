package dev.ringspect.protocol.filter;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

import dev.ringspect.protocol.decode.AreaDecoder;
import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.RequestValues;
import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.Values;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.traffic.ColumnValue;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestColumn;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import org.jspecify.annotations.Nullable;

/** One request's values, by the variables of {@link FilterNames}; pointed at one request after another. */
final class FilterValues implements Values {
    private final List<String> fieldNames;
    private final List<SqeWord> words;
    /** By variable of a field the word of the SQE of that name, which requests have that nothing decodes. */
    private final List<Optional<SqeWord>> plain;
    private LongSupplier firstNs = () -> 0;
    private final IdentityHashMap<CommandDecoder, Named> byDecoder = new IdentityHashMap<>();
    private final CommandBytes sqe = new CommandBytes();
    private final CommandBytes pdu = new CommandBytes();
    private @Nullable Request request;
    private ResolvedCommand command = ResolvedCommand.NONE;
    private @Nullable Named named;

    /**
     * What one command has under the names that the filter uses.
     *
     * @param numbers by variable; empty where the command has nothing of that name
     */
    private record Named(RequestValues values, List<Optional<Expression>> numbers) {}

    /** Values of no request yet. */
    FilterValues(FilterNames names) {
        fieldNames = names.usedFields();
        words = names.words();
        plain = fieldNames.stream().map(FilterNames::wordOfSqe).toList();
    }

    /** Says when the first request began, which {@code time} counts from. */
    void startingAt(LongSupplier first) {
        firstNs = first;
    }

    FilterValues at(Request next, ResolvedCommand itsCommand) {
        request = next;
        command = itsCommand;
        named = fieldNames.isEmpty() || itsCommand.decoder().isEmpty() ? null : known(itsCommand.decoder().get());
        if (named != null) {
            named.values.submitted(next.sqe(sqe));
            named.values.pdu(next.pdu(pdu));
        }
        return this;
    }

    private Request request() {
        if (request == null) {
            throw new IllegalStateException("no request yet");
        }
        return request;
    }

    @Override
    public boolean has(int variable) {
        if (variable >= FilterNames.FIRST_FIELD) {
            if (command.decoder().isEmpty()) {
                return request().sqeSize() > 0 && plain.get(variable - FilterNames.FIRST_FIELD).isPresent();
            }
            Optional<Expression> number = field(variable);
            return number.isPresent() && named != null && number.get().hasAll(named.values)
                    && number.get().present(named.values);
        }
        if (variable >= FilterNames.FIRST_WORD) {
            return request().sqeSize() > 0;
        }
        if (variable == FilterNames.TIME) {
            return began() != RequestView.NO_TIME;
        }
        RequestColumn column = FilterColumns.at(variable);
        return FilterColumns.isText(column) || column.known().test(request());
    }

    @Override
    public long number(int variable) {
        if (variable >= FilterNames.FIRST_FIELD) {
            if (command.decoder().isEmpty()) {
                return plain.get(variable - FilterNames.FIRST_FIELD).map(this::word).orElse(0L);
            }
            Optional<Expression> number = field(variable);
            return number.isPresent() && named != null ? number.get().evaluate(named.values) : 0;
        }
        if (variable >= FilterNames.FIRST_WORD) {
            return word(words.get(variable - FilterNames.FIRST_WORD));
        }
        if (variable == FilterNames.TIME) {
            return Math.max(0, began() - firstNs.getAsLong());
        }
        return switch (FilterColumns.at(variable).value()) {
            case ColumnValue.Numeric number -> number.of().applyAsLong(request());
            case ColumnValue.Flags flags -> flags.number(request());
            case ColumnValue.Text _,ColumnValue.Words _,ColumnValue.Meant _,ColumnValue.Completions _,ColumnValue.Bytes _ ->
                0;
        };
    }

    @Override
    public boolean textIs(int variable, String text) {
        return switch (FilterColumns.at(variable).value()) {
            case ColumnValue.Text own -> own.of().apply(request()).equals(text);
            case ColumnValue.Words words -> words.has().test(request(), text);
            case ColumnValue.Meant meant -> meant.is().test(command, text);
            case ColumnValue.Numeric _,ColumnValue.Flags _,ColumnValue.Completions _,ColumnValue.Bytes _ -> false;
        };
    }

    /** When it was submitted; when it ended, where only that was seen. */
    private long began() {
        return request().submitSeen() ? request().submitNs() : request().completeNs();
    }

    private Optional<Expression> field(int variable) {
        return named == null ? Optional.empty() : named.numbers.get(variable - FilterNames.FIRST_FIELD);
    }

    private Named known(CommandDecoder decoder) {
        Named known = byDecoder.get(decoder);
        if (known == null) {
            known = named(decoder);
            byDecoder.put(decoder, known);
        }
        return known;
    }

    private Named named(CommandDecoder decoder) {
        RequestValues values = new RequestValues(decoder);
        List<Optional<Expression>> numbers = fieldNames.stream().map(name -> has(decoder, name)
                ? Expression.compile(new Expr.Name(name, new Span(0, 0)), values).expression()
                : Optional.<Expression>empty()).toList();
        return new Named(values, numbers);
    }

    /** Whether the command itself has the name: a constant that another protocol has under it is none of its fields. */
    private static boolean has(CommandDecoder decoder, String name) {
        return name.startsWith(FilterNames.PDU)
                ? decoder.pdu().filter(pdu -> has(pdu, name.substring(FilterNames.PDU.length()))).isPresent()
                : has(decoder.sqe(), name);
    }

    private static boolean has(AreaDecoder decoder, String name) {
        boolean element = name.endsWith("]")
                && decoder.elementFields().stream().anyMatch(field -> field.path().equals(name));
        return element || decoder.computed().containsKey(name) || decoder.named(name).stream()
                .anyMatch(field -> !field.array());
    }

    private long word(SqeWord word) {
        request().sqe(sqe);
        return switch (word.bytes()) {
            case 1 -> Byte.toUnsignedLong(sqe.getByte(word.offset()));
            case 2 -> Short.toUnsignedLong(sqe.getShort(word.offset()));
            case 4 -> word.signed() ? sqe.getInt(word.offset()) : Integer.toUnsignedLong(sqe.getInt(word.offset()));
            default -> sqe.getLong(word.offset());
        };
    }
}

package dev.ringspect.protocol.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.decode.AreaDecoder;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.SqeWord;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.protocol.traffic.NumberRange;
import dev.ringspect.protocol.traffic.PathMark;
import dev.ringspect.protocol.traffic.RequestColumn;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.UapiConstants;

/**
 * What names in a filter stand for: a few that are always the request's, fields of commands, then what every request has, then constants (opcodes,
 * flags, errnos, enumerators). Variables are given out in the order in which names are met.
 */
final class FilterNames implements Symbols {
    /** The variable of the time since the first request, which no request knows by itself; columns come before it. */
    static final int TIME = 199;
    /** The first variable of words of the SQE. */
    static final int FIRST_WORD = 200;
    /** The first variable of fields of commands. */
    static final int FIRST_FIELD = 1000;

    /** What these mean must not depend on which protocols are known; a field of such a name is {@code payload.NAME}. */
    private static final Set<String> ALWAYS_OF_THE_REQUEST = Set.of("opcode", "cmd_op", "res", "pid", "time", "task",
            "file",
            "result", "latency", "user_data", "path", "command", "protocol");
    private static final String PAYLOAD = "payload.";
    /** What names of the driver's own bytes start with. */
    static final String PDU = "pdu.";

    private final Map<String, Boolean> fields = new HashMap<>();
    private final Map<String, Long> constants = new HashMap<>();
    private final List<ProtocolModel> models;
    private final ProtocolSet protocols;
    private final List<SqeWord> words = new ArrayList<>();
    private final List<String> usedFields = new ArrayList<>();

    /** A constant that a file imports and does not name: type information of a kernel has more than are worth a copy. */
    private @Nullable Long imported(String name) {
        return models.stream().flatMap(model -> model.constant(name).stream()).findFirst().orElse(null);
    }

    FilterNames(ProtocolSet protocols) {
        this.protocols = protocols;
        for (Opcode opcode : Opcode.ALL) {
            constants.put(opcode.name(), (long) opcode.number());
        }
        constants.putAll(UapiConstants.ALL);
        Errno.ALL.forEach(errno -> constants.put(errno.name(), (long) errno.number()));
        for (ProtocolModel model : protocols.models()) {
            model.constants().forEach(constants::putIfAbsent);
        }
        models = protocols.models();
        for (Protocol protocol : protocols.protocols()) {
            for (Command command : protocol.commands()) {
                CommandDecoder decoder = CommandDecoder.of(protocol, command);
                add(decoder.sqe(), "");
                decoder.pdu().ifPresent(pdu -> add(pdu, PDU));
            }
        }
    }

    private void add(AreaDecoder decoder, String qualifier) {
        decoder.fields().stream().filter(field -> field.count() == 1)
                .forEach(field -> Stream.of(field.path(), field.label())
                        .forEach(name -> fields.merge(qualifier + name, field.wideUnsigned(), Boolean::logicalAnd)));
        decoder.elementFields()
                .forEach(field -> fields.merge(qualifier + field.path(), field.wideUnsigned(), Boolean::logicalAnd));
        decoder.computed().forEach((name, wide) -> fields.merge(qualifier + name, wide, Boolean::logicalAnd));
    }

    @Override
    public Optional<Symbol> find(String path) {
        boolean qualified = path.startsWith("sqe.") || path.startsWith("cqe.") || path.startsWith("ring.");
        String field = path.startsWith(PAYLOAD) ? path.substring(PAYLOAD.length()) : path;
        Boolean wide = fields.get(field);
        if (wide != null && !qualified && !ALWAYS_OF_THE_REQUEST.contains(path)) {
            return Optional.of(new Symbol.Variable(FIRST_FIELD + place(field), wide));
        }
        Optional<Symbol> column = FilterColumns.number(path).or(() -> FilterColumns.text(path));
        if (column.isPresent()) {
            return column;
        }
        if (path.equals("time")) {
            return Optional.of(new Symbol.Variable(TIME, false));
        }
        Optional<SqeWord> ofSqe = wordOfSqe(path);
        if (ofSqe.isPresent()) {
            return ofSqe.map(this::word);
        }
        Long constant = constants.computeIfAbsent(path, this::imported);
        return constant == null ? Optional.empty() : Optional.of(new Symbol.Constant(constant, false));
    }

    /** The word of the SQE that {@code name} means, with its qualifier or bare. */
    static Optional<SqeWord> wordOfSqe(String name) {
        return SqeWord.named(name.startsWith("sqe.") ? name : "sqe." + name);
    }

    /** Whether {@code path} counts nanoseconds. */
    static boolean isDuration(String path) {
        return path.equals("time") || FilterColumns.named(path)
                .filter(column -> column.unit() == RequestColumn.Unit.NANOSECONDS).isPresent();
    }

    /** The numbers that {@code path} may stand for, where they are fewer than 64 bits can say. */
    Optional<NumberRange> range(String path) {
        if (path.startsWith(PAYLOAD)
                || (fields.containsKey(path) && !path.startsWith("sqe.") && !ALWAYS_OF_THE_REQUEST.contains(path))) {
            return Optional.empty();
        }
        if (path.equals("time")) {
            return Optional.of(new NumberRange(0, Long.MAX_VALUE));
        }
        return FilterColumns.range(path).or(() -> FilterColumns.number(path).isPresent()
                ? Optional.empty()
                : wordOfSqe(path).filter(word -> word.bytes() < Long.BYTES).map(FilterNames::range));
    }

    private static NumberRange range(SqeWord word) {
        long values = 1L << (word.bytes() * Byte.SIZE);
        return word.signed()
                ? new NumberRange(-values / 2, values / 2 - 1)
                : new NumberRange(0, values - 1);
    }

    /** All that the text called {@code name} may be; empty where that is not known. */
    List<String> possibleTexts(String name) {
        return switch (name) {
            case "state" -> Stream.of(RequestState.values()).map(RequestState::word).toList();
            case "path" -> Stream.of(PathMark.values()).map(PathMark::word).toList();
            case "protocol" -> protocols.protocols().stream().map(Protocol::name).toList();
            case "command" -> protocols.protocols().stream().flatMap(protocol -> protocol.commands().stream()
                    .flatMap(command -> Stream.of(command.name(), protocol.name() + "." + command.name()))).toList();
            default -> List.of();
        };
    }

    @Override
    public String missing(String path) {
        List<String> known = new ArrayList<>(fields.keySet());
        known.addAll(FilterColumns.names());
        known.addAll(ALWAYS_OF_THE_REQUEST);
        known.addAll(SqeWord.names("sqe."));
        known.addAll(constants.keySet());
        return "nothing is called '" + path + "' here" + (path.length() < 3 ? "" : Spelling.hint(path, known));
    }

    private int place(String field) {
        int known = usedFields.indexOf(field);
        if (known >= 0) {
            return known;
        }
        usedFields.add(field);
        return usedFields.size() - 1;
    }

    private Symbol word(SqeWord word) {
        int known = words.indexOf(word);
        if (known < 0) {
            known = words.size();
            words.add(word);
        }
        return new Symbol.Variable(FIRST_WORD + known, word.bytes() == Long.BYTES && !word.signed());
    }

    /** The fields that were met, by their variables. */
    List<String> usedFields() {
        return List.copyOf(usedFields);
    }

    /** The words of the SQE that were met, by their variables. */
    List<SqeWord> words() {
        return List.copyOf(words);
    }

    /** The names of {@code column} that no command has a field of. */
    List<String> meaning(RequestColumn column) {
        return column.filter().stream().filter(name -> name.contains(".") || ALWAYS_OF_THE_REQUEST.contains(name)
                || !fields.containsKey(name)).toList();
    }
}

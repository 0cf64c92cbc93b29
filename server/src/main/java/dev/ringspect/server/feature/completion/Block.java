package dev.ringspect.server.feature.completion;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pair of braces around the cursor, or the file around all of them.
 *
 * @param kind what it holds
 * @param header the tokens in front of its brace
 * @param open offset after its brace
 */
record Block(Kind kind, List<Word> header, int open) {
    /** What stands in a block. */
    enum Kind {
        FILE, STRUCT, ENUM, REFINE, BITS, VARIANT, COMMAND, SQE, CQE, ERRORS, SEND, OTHER
    }

    static final Set<String> KEYWORDS = Set.of("struct", "union");

    Block {
        header = List.copyOf(header);
    }

    /** The block that opens after {@code header} within {@code parent}. */
    static Kind kind(List<Word> header, Kind parent) {
        if (header.isEmpty()) {
            return Kind.OTHER;
        }
        String first = header.getFirst().text();
        Kind own = switch (first) {
            case "command" -> Kind.COMMAND;
            case "refine", "payload" -> Kind.REFINE;
            case "send" -> Kind.SEND;
            case "sqe" -> Kind.SQE;
            case "cqe" -> Kind.CQE;
            case "errors" -> Kind.ERRORS;
            case "variant" -> Kind.VARIANT;
            default -> header.getLast().is("bits") ? Kind.BITS : Kind.OTHER;
        };
        if (own != Kind.OTHER) {
            return own;
        }
        if (parent == Kind.VARIANT) {
            return Kind.REFINE;
        }
        boolean constants = header.stream().anyMatch(word -> word.is("enum"));
        boolean members = header.stream().anyMatch(word -> KEYWORDS.contains(word.text()));
        return members ? Kind.STRUCT : constants ? Kind.ENUM : Kind.OTHER;
    }

    /** The member after {@code variant on}, and the enum that the header names for its values. */
    Optional<String> selector() {
        return header.size() > 2 && header.getFirst().is("variant")
                ? Optional.of(header.get(2).text())
                : Optional.empty();
    }

    /** The enum that the header names. */
    Optional<String> enumName() {
        for (int i = 0; i + 1 < header.size(); i++) {
            if (header.get(i).is("enum")) {
                return Optional.of(header.get(i + 1).text());
            }
        }
        return Optional.empty();
    }

    /** The struct or union that the header names, {@code struct io}. */
    Optional<String> structName() {
        for (int i = 0; i + 1 < header.size(); i++) {
            if (KEYWORDS.contains(header.get(i).text())) {
                return Optional.of(header.get(i).text() + " " + header.get(i + 1).text());
            }
        }
        return Optional.empty();
    }
}

package dev.ringspect.server.feature.completion;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import dev.ringspect.protocol.token.Tokens;

/**
 * What the command around the cursor says about names, told by its tokens before and after the cursor.
 *
 * @param payload the struct that lies over the command area, {@code struct io}
 * @param pdu the struct that the driver keeps, {@code struct io_pdu}
 * @param fields its names for words of the SQE and CQE, with the word that each is
 */
record CommandWords(Optional<String> payload, Optional<String> pdu, Map<String, String> fields) {
    CommandWords {
        fields = Map.copyOf(fields);
    }

    /** The words of the command that {@code place} is in, or whose {@code send} it is in; nothing elsewhere. */
    static CommandWords of(Tokens tokens, Place place) {
        OptionalInt body = place.around(Block.Kind.COMMAND).map(block -> OptionalInt.of(first(tokens, block.open())))
                .orElseGet(() -> place.sent().map(name -> body(tokens, name)).orElse(OptionalInt.empty()));
        if (body.isEmpty()) {
            return new CommandWords(Optional.empty(), Optional.empty(), Map.of());
        }
        Optional<String> payload = Optional.empty();
        Optional<String> pdu = Optional.empty();
        Map<String, String> fields = new LinkedHashMap<>();
        Deque<String> within = new ArrayDeque<>();
        boolean lineStarts = true;
        for (int n = body.getAsInt(); n < tokens.significantCount(); n++) {
            String text = text(tokens, n);
            if (text.equals("command") && within.isEmpty() && lineStarts) {
                break;
            }
            boolean starts = lineStarts;
            lineStarts = text.equals(";") || text.equals("{") || text.equals("}");
            switch (text) {
                case "{" -> within.push(text(tokens, n - 1));
                case "}" -> {
                    if (within.poll() == null) {
                        return new CommandWords(payload, pdu, fields);
                    }
                }
                case "payload" -> {
                    if (starts && payload.isEmpty()) {
                        payload = Optional.of(text(tokens, n + 1) + " " + text(tokens, n + 2));
                    }
                }
                case "pdu" -> {
                    if (starts && pdu.isEmpty()) {
                        pdu = Optional.of(text(tokens, n + 1) + " " + text(tokens, n + 2));
                    }
                }
                default -> {
                    String block = within.isEmpty() ? "" : within.peek();
                    if (starts && (block.equals("sqe") || block.equals("cqe"))) {
                        boolean renamed = text(tokens, n + 1).equals("as");
                        fields.put(renamed ? text(tokens, n + 2) : text, block + "." + text);
                    } else if (starts && block.equals("bits") && List.of("sqe", "cqe").contains(around(within))) {
                        String bits = text(tokens, text(tokens, n + 1).equals("..") ? n + 3 : n + 1);
                        fields.put(bits, around(within) + "." + bits);
                    }
                }
            }
        }
        return new CommandWords(payload, pdu, fields);
    }

    /** The block around the innermost one. */
    private static String around(Deque<String> within) {
        return within.stream().skip(1).findFirst().orElse("");
    }

    /** Where the body of the command called {@code name} begins, counted in significant tokens. */
    private static OptionalInt body(Tokens tokens, String name) {
        for (int n = 0; n + 1 < tokens.significantCount(); n++) {
            if (text(tokens, n).equals("command") && text(tokens, n + 1).equals(name)) {
                while (n < tokens.significantCount() && !text(tokens, n).equals("{") && !text(tokens, n).equals(";")) {
                    n++;
                }
                return n < tokens.significantCount() && text(tokens, n).equals("{")
                        ? OptionalInt.of(n + 1)
                        : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    private static String text(Tokens tokens, int nth) {
        return tokens.text(tokens.significant(Math.max(0, nth)));
    }

    private static int first(Tokens tokens, int offset) {
        int n = 0;
        while (n < tokens.significantCount() && tokens.start(tokens.significant(n)) < offset) {
            n++;
        }
        return n;
    }
}

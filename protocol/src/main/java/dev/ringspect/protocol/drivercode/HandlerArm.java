package dev.ringspect.protocol.drivercode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.uapi.IoctlNumber;

/**
 * What a driver does for one {@code cmd_op}: an arm of the {@code switch} or {@code match} over it. Only what the arm's own
 * text shows, and that of a function which nothing else calls.
 *
 * @param name the command number as the arm names it
 * @param label where it names it
 * @param direction what the number says, as in {@link IoctlNumber#direction}
 * @param macro where the macro stands that made the number, without its {@code (}; empty where another text has it
 * @param toUser the first call that writes to the program's memory
 * @param fromUser the first call that reads the program's memory
 */
public record HandlerArm(String name, Span label, int direction, Optional<Span> macro, Optional<Span> toUser,
        Optional<Span> fromUser) {
    /** How a language writes what is looked for. */
    private record Grammar(Pattern head, Pattern variable, Pattern label, Pattern toUser, Pattern fromUser,
            Pattern function, Pattern number) {}

    private static final Grammar C = new Grammar(
            Pattern.compile("\\bswitch\\s*\\(([^{;]*)\\)\\s*\\{"),
            Pattern.compile("\\b(\\w+)\\s*=\\s*(?:READ_ONCE\\s*\\(\\s*)?\\w+->cmd_op\\b"),
            Pattern.compile("\\b(?:case\\s+(\\w+)|default)\\s*:"),
            Pattern.compile("\\b_*(?:copy_to_user|put_user|clear_user|unsafe_put_user)\\s*\\("),
            Pattern.compile("\\b_*(?:copy_from_user|get_user|memdup_user|vmemdup_user|copy_struct_from_user"
                    + "|strncpy_from_user)\\s*\\("),
            Pattern.compile("\\s*\\([^;{}]*\\)\\s*\\{"),
            Pattern.compile("(?m)^[ \\t]*#[ \\t]*define[ \\t]+(\\w+)[ \\t]+\\(?(_IO(?:R|W|WR)?)\\s*\\("));
    private static final Grammar RUST = new Grammar(
            Pattern.compile("\\bmatch\\s+([^{;]*?)\\s*\\{"),
            Pattern.compile("\\blet\\s+(\\w+)\\s*(?::\\s*u32\\s*)?=\\s*\\w+\\.cmd_op\\(\\)"),
            Pattern.compile("(?:\\b(?:\\w+::)*([A-Z]\\w*)|\\b_|\\b[a-z]\\w*)\\s*=>"),
            Pattern.compile("\\.\\s*(?:writer|reader_writer)\\s*\\(\\s*\\)"),
            Pattern.compile("\\.\\s*(?:reader|reader_writer)\\s*\\(\\s*\\)"),
            Pattern.compile("(?<=\\bfn\\s{1,9}\\w{1,99})[^;{}\\w][^;{}]*\\{"),
            Pattern.compile("\\bconst\\s+(\\w+)\\s*:\\s*u32\\s*=\\s*(?:\\w+::)*(_IO(?:R|W|WR)?)\\s*(?:::\\s*<|\\()"));
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern CALL = Pattern.compile("\\b([a-z_]\\w*)\\s*\\(");

    /** The arms of a C source. */
    public static List<HandlerArm> of(CTranslationUnit unit) {
        SourceText source = unit.source();
        return source.text().contains("cmd_op")
                ? new Reader(C, DriverCall.withoutComments(source), unit::constant).arms()
                : List.of();
    }

    /** The arms of a Rust source. */
    public static List<HandlerArm> ofRust(SourceText source) {
        return source.text().contains("cmd_op")
                ? new Reader(RUST, DriverCall.withoutComments(source), _ -> OptionalLong.empty()).arms()
                : List.of();
    }

    /** Reads one text, whose comments and strings are blank. */
    private static final class Reader {
        private final Grammar grammar;
        private final String code;
        private final Function<String, OptionalLong> constants;
        private final Map<String, MatchResult> numbers = new HashMap<>();
        /** Where each word ends. */
        private final Map<String, List<Integer>> words = new HashMap<>();
        private final List<HandlerArm> arms = new ArrayList<>();

        Reader(Grammar grammar, String code, Function<String, OptionalLong> constants) {
            this.grammar = grammar;
            this.code = code;
            this.constants = constants;
            grammar.number.matcher(code).results().forEach(made -> numbers.putIfAbsent(made.group(1), made));
            WORD.matcher(code).results()
                    .forEach(word -> words.computeIfAbsent(word.group(), _ -> new ArrayList<>()).add(word.end()));
        }

        List<HandlerArm> arms() {
            List<String> variables = grammar.variable.matcher(code).results().map(found -> found.group(1)).toList();
            Matcher head = grammar.head.matcher(code);
            while (head.find()) {
                String over = head.group(1).strip();
                if (over.contains("cmd_op") || variables.contains(over)) {
                    choice(head.end(), closing(head.end()));
                }
            }
            return arms;
        }

        private void choice(int start, int end) {
            List<MatchResult> labels = new ArrayList<>();
            int depth = 0;
            int at = start;
            for (MatchResult label : grammar.label.matcher(code).region(start, end).results().toList()) {
                depth += depth(at, label.start());
                at = label.start();
                if (depth == 0) {
                    labels.add(label);
                }
            }
            for (int i = 0; i < labels.size(); i++) {
                MatchResult label = labels.get(i);
                int next = i + 1 < labels.size() ? labels.get(i + 1).start() : end;
                // a label with nothing after it shares what is after the next
                for (int j = i + 1; j < labels.size() && code.substring(label.end(), next).isBlank(); j++) {
                    label = labels.get(j);
                    next = j + 1 < labels.size() ? labels.get(j + 1).start() : end;
                }
                if (labels.get(i).group(1) != null) {
                    arm(labels.get(i), code.substring(label.end(), next), label.end());
                }
            }
        }

        private void arm(MatchResult label, String body, int at) {
            String name = label.group(1);
            Optional<MatchResult> made = Optional.ofNullable(numbers.get(name));
            OptionalInt direction = made.isPresent() ? OptionalInt.of(direction(made.get().group(2))) : encoded(name);
            if (direction.isPresent()) {
                arms.add(new HandlerArm(name, new Span(label.start(1), label.end(1)), direction.getAsInt(),
                        made.map(number -> new Span(number.start(2), number.end(2))),
                        first(grammar.toUser, body, at), first(grammar.fromUser, body, at)));
            }
        }

        /** A number that another text makes; a plain constant says nothing. */
        private OptionalInt encoded(String name) {
            OptionalLong value = constants.apply(name);
            IoctlNumber parts = IoctlNumber.of((int) value.orElse(0));
            return parts.direction() != 0 && parts.size() != 0 && parts.type() != 0
                    ? OptionalInt.of(parts.direction())
                    : OptionalInt.empty();
        }

        private static int direction(String macro) {
            return (macro.contains("W") ? IoctlNumber.WRITE : 0) | (macro.contains("R") ? IoctlNumber.READ : 0);
        }

        /** Where the arm, or a function of its own, does it first. */
        private Optional<Span> first(Pattern what, String body, int at) {
            Matcher direct = what.matcher(body);
            if (direct.find()) {
                return Optional.of(new Span(at + direct.start(), at + direct.end()));
            }
            return CALL.matcher(body).results().map(call -> function(call.group(1))).flatMap(Optional::stream)
                    .flatMap(inner -> what.matcher(code).region(inner.start(), inner.end()).results().limit(1))
                    .findFirst().map(found -> new Span(found.start(), found.end()));
        }

        /** The body of a function that is called once in the text; what several arms call is no one's own. */
        private Optional<Span> function(String name) {
            List<Integer> places = words.getOrDefault(name, List.of());
            Matcher declared = grammar.function.matcher(code).useTransparentBounds(true);
            return places.size() != 2
                    ? Optional.empty()
                    : places.stream().filter(place -> declared.region(place, code.length()).lookingAt()).findFirst()
                            .map(place -> {
                                declared.region(place, code.length()).lookingAt();
                                return new Span(declared.end(), closing(declared.end()));
                            });
        }

        private int depth(int from, int to) {
            int depth = 0;
            for (int i = from; i < to; i++) {
                depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
            }
            return depth;
        }

        /** Where the block ends whose inside starts at {@code start}. */
        private int closing(int start) {
            int depth = 1;
            for (int i = start; i < code.length(); i++) {
                depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
                if (depth == 0) {
                    return i;
                }
            }
            return code.length();
        }
    }
}

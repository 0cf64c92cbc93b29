package dev.ringspect.server.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.inspect.CheckedSet;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** How much {@code check} looked at, so that silence is not taken for health. */
final class CheckedAmount {
    private static final Pattern INCLUDE = Pattern.compile("include(?:_next)?\\s*([\"<][^\">]*[\">])");
    private static final int MOST_NAMED = 10;

    private final Set<String> payloads = new LinkedHashSet<>();
    private final Set<String> commands = new LinkedHashSet<>();
    private final Map<String, String> absent = new LinkedHashMap<>();
    private int files;

    void addFiles(int more) {
        files += more;
    }

    void add(CheckedSet set) {
        payloads.addAll(set.payloadNames());
        commands.addAll(set.commandNames());
    }

    /** @param name what the user calls the unit's file */
    void add(CTranslationUnit unit, String name) {
        SourceText source = unit.source();
        for (Problem problem : unit.problems()) {
            if (problem.kind() == Problem.Kind.UNRESOLVED_IMPORT) {
                int line = source.lineOf(problem.span().start());
                Matcher include = INCLUDE.matcher(source.slice(source.lineSpan(line)));
                if (include.find()) {
                    absent.putIfAbsent(include.group(1), name + ":" + (line + 1));
                }
            }
        }
    }

    /** Says it, a line and one for each header that was not found. */
    void say(Terminal terminal) {
        terminal.say("ringspect: looked at " + counted(files, "file") + ", " + counted(payloads.size(), "payload")
                + " and " + counted(commands.size(), "command"));
        List<Map.Entry<String, String>> all = List.copyOf(absent.entrySet());
        for (Map.Entry<String, String> one : all.subList(0, Math.min(MOST_NAMED, all.size()))) {
            terminal.say("ringspect: " + one.getValue() + ": cannot find " + one.getKey()
                    + "; what it declares was not looked at, give its folder by -I");
        }
        if (all.size() > MOST_NAMED) {
            terminal.say("ringspect: and " + counted(all.size() - MOST_NAMED, "more header") + " not found");
        }
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

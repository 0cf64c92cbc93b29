package dev.ringspect.server.cli.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.c.pp.MissingHeader;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.server.cli.terminal.Terminal;

/** How much {@code check} looked at, so that silence is not taken for health. */
final class CheckedAmount {
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

    /** @param names what the user calls a file */
    void add(CTranslationUnit unit, UnaryOperator<String> names) {
        for (MissingHeader missing : unit.missingHeaders()) {
            absent.computeIfAbsent(missing.name(), _ -> missing.where().map(where -> place(unit, where, names))
                    .orElseGet(() -> "the compile command of " + names.apply(unit.source().uri())));
        }
    }

    private static String place(CTranslationUnit unit, Location where, UnaryOperator<String> names) {
        String line = unit.source(where.source()).map(text -> ":" + (text.lineOf(where.span().start()) + 1)).orElse("");
        return names.apply(where.source()) + line;
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

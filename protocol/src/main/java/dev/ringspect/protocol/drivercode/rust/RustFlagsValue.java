package dev.ringspect.protocol.drivercode.rust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.syntax.rust.RustFunction;
import dev.ringspect.protocol.text.Budget;

/** What is known of flags that a function of {@code task_work} passes, from the text of their value. */
public final class RustFlagsValue {
    public static final String RIGHT = "TASK_WORK_ISSUE_FLAGS";

    private static final int DEEPEST = 8;
    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9a-fA-FxXob_]*(?:_?[ui][0-9]+|_?[ui]size)?");
    private static final Pattern FIELD = Pattern.compile("([a-z_]\\w*)(?:\\s*\\.\\s*\\w+)*\\s*\\.\\s*(\\w+)");
    private static final Pattern NAME = Pattern.compile("(?:\\w+\\s*::\\s*)*([A-Za-z_]\\w*)");
    private static final Pattern OTHER = Pattern.compile("IO_URING_F_(?!COMPLETE_DEFER)");
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");

    private final String text;
    private final String body;
    /** What names and fields are; nothing is known of one while it is looked up, so that one made of itself ends. */
    private final Map<String, Known> names = new HashMap<>();

    /** For the flags in {@code function}; {@code text} is the whole text without its comments. */
    public RustFlagsValue(String text, RustFunction function) {
        this.text = text;
        this.body = text.substring(function.body().start(), function.body().end());
    }

    /**
     * Whether a value is other flags for sure: a number, a field in which flags were kept, a name for one of these. What a
     * call answers or another file declares may be the right ones.
     */
    public boolean isWrong(String value) {
        return known(value, 0) == Known.WRONG;
    }

    private enum Known {
        RIGHT, WRONG, NOT
    }

    private Known known(String written, int depth) {
        String value = bare(written);
        if (depth > DEEPEST) {
            return Known.NOT;
        }
        if (CONSTANT.matcher(value).results().anyMatch(name -> isRight(name.group(), depth))) {
            return Known.RIGHT;
        }
        if (NUMBER.matcher(value).matches()) {
            return Known.WRONG;
        }
        Matcher name = NAME.matcher(value);
        if (name.matches()) {
            if (OTHER.matcher(name.group(1)).find()) {
                return Known.WRONG;
            }
            return named(name.group(1), depth);
        }
        Matcher field = FIELD.matcher(value);
        return field.matches() && given(field.group(1)).stream().noneMatch(made -> made.contains(RIGHT))
                && once("." + field.group(2), () -> kept(field.group(2)), depth) != Known.RIGHT
                        ? Known.WRONG
                        : Known.NOT;
    }

    private boolean isRight(String constant, int depth) {
        return constant.equals(RIGHT)
                || Pattern.compile("\\b" + RIGHT + "\\s+as\\s+" + constant + "\\b").matcher(text).find()
                || named(constant, depth) == Known.RIGHT;
    }

    private Known named(String name, int depth) {
        return once(name, () -> given(name), depth);
    }

    /** What {@code values} are all together, which is asked once for each {@code name}. */
    private Known once(String name, Supplier<List<String>> values, int depth) {
        Known before = names.putIfAbsent(name, Known.NOT);
        if (before != null) {
            return before;
        }
        Known now = all(values.get(), depth);
        names.put(name, now);
        return now;
    }

    /** Right where one of several values is, wrong where all are. */
    private Known all(List<String> values, int depth) {
        List<Known> all = values.stream().map(value -> known(value, depth + 1)).distinct().toList();
        if (all.contains(Known.RIGHT)) {
            return Known.RIGHT;
        }
        return all.equals(List.of(Known.WRONG)) ? Known.WRONG : Known.NOT;
    }

    /** What a name is given: by {@code let} or an assignment in the function, by {@code const} in the file. */
    private List<String> given(String name) {
        List<String> values = new ArrayList<>();
        collect("(?<![\\w.])(?:let\\s+(?:mut\\s+)?)?" + name + "\\s*(?::[^=;{}]*)?[|]?=(?![=>])([^;]*);", body, values);
        collect("\\b(?:const|static)\\s+" + name + "\\s*:[^=;{}]*=([^;]*);", text, values);
        return values;
    }

    /** What a field of this name is given anywhere in the file. */
    private List<String> kept(String field) {
        List<String> values = new ArrayList<>();
        collect("\\.\\s*" + field + "\\s*[|]?=(?![=>])([^;]*);", text, values);
        collect("\\b" + field + "\\s*:\\s*((?:\\w+\\s*::\\s*)*" + RIGHT + ")\\b", text, values);
        return values;
    }

    private static void collect(String pattern, String in, List<String> values) {
        Budget.check();
        Pattern.compile(pattern).matcher(in).results().forEach(match -> values.add(match.group(1)));
    }

    /** A value without what changes nothing of it: brackets around it, a cast after it. */
    private static String bare(String value) {
        String now = value.strip();
        String before = "";
        while (!now.equals(before)) {
            before = now;
            now = now.replaceFirst("\\s+as\\s+\\w+$", "").strip();
            boolean enclosed = (now.startsWith("(") && now.endsWith(")")) || (now.startsWith("{") && now.endsWith("}"));
            now = enclosed ? now.substring(1, now.length() - 1).strip() : now;
        }
        return now;
    }
}

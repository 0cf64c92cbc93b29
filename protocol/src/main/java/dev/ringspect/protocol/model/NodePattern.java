package dev.ringspect.protocol.model;

import java.util.List;
import java.util.Optional;

/** Patterns of device nodes that no file of a request ever matches: what is shown is the node's own path in /dev. */
public final class NodePattern {
    private static final String DEV = "/dev/";
    /** Folders of links: a request's file is the node that a link leads to. */
    private static final List<String> LINKS = List.of("disk", "block", "char", "fd");

    private NodePattern() {}

    /** Why nothing matches {@code pattern}, with the nearest form that works; empty when something may. */
    public static Optional<String> whyNever(String pattern) {
        // no wildcard stands for a slash, so each name of a path is matched by what stands between two slashes
        List<String> names = List.of(pattern.split("/", -1));
        String last = names.getLast();
        boolean inDev = names.size() > 2 && matches(names.getFirst(), "") && matches(names.get(1), "dev");
        if (!inDev || !names.subList(2, names.size()).stream().allMatch(NodePattern::isName)) {
            return Optional.of("nothing matches this: a device node is called by its path in /dev, as in \"" + DEV
                    + (isName(last) ? last : "*") + "\"");
        }
        return names.size() > 3 && LINKS.contains(names.get(2))
                ? Optional.of("nothing matches this: what is below " + DEV + names.get(2)
                        + "/ by that name is a link, and a request's file is the node behind it, such as \"/dev/sda\"")
                : Optional.empty();
    }

    private static boolean matches(String pattern, String name) {
        return new Glob(pattern).matches("", name);
    }

    /** Whether a name in a path may be this, which is never empty and leads nowhere else. */
    private static boolean isName(String pattern) {
        return !pattern.isEmpty() && !pattern.equals(".") && !pattern.equals("..");
    }
}

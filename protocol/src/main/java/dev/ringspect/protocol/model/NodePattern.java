package dev.ringspect.protocol.model;

import java.util.List;
import java.util.Optional;

/** Patterns of device nodes that no file of a request ever matches: what is shown is the node's own path in /dev. */
final class NodePattern {
    private static final String DEV = "/dev/";
    /** Folders of links: a request's file is the node that a link leads to. */
    private static final List<String> LINKS = List.of("/dev/disk/", "/dev/block/", "/dev/char/", "/dev/fd/");

    private NodePattern() {}

    /** Why nothing matches {@code pattern}, with the nearest form that works; empty when something may. */
    static Optional<String> whyNever(String pattern) {
        Optional<String> links = LINKS.stream().filter(pattern::startsWith).findFirst();
        if (links.isPresent()) {
            return Optional.of("nothing matches this: what is below " + links.get().replaceFirst("[^/]*$", "")
                    + " by that name is a link, and a request's file is the node behind it, such as \"/dev/sda\"");
        }
        int wildcard = firstWildcard(pattern);
        if (wildcard < DEV.length()
                ? !DEV.startsWith(pattern.substring(0, wildcard)) || wildcard == pattern.length()
                : !pattern.startsWith(DEV)) {
            String last = pattern.substring(pattern.lastIndexOf('/') + 1);
            return Optional.of("nothing matches this: a device node is called by its path in /dev, as in \"" + DEV
                    + (last.isEmpty() ? "*" : last) + "\"");
        }
        return Optional.empty();
    }

    private static int firstWildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '*' || pattern.charAt(i) == '?') {
                return i;
            }
        }
        return pattern.length();
    }
}

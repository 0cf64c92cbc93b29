package dev.ringspect.protocol.inspect.subject;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.Protocol;

/** Whether devices that are named can be the same file. */
public final class Devices {
    private Devices() {}

    public static boolean meet(Protocol one, Protocol other) {
        return meet(all(one), all(other));
    }

    /** What the protocol and its commands name, each once. */
    static List<Device> all(Protocol protocol) {
        Set<Device> all = new LinkedHashSet<>(protocol.on());
        for (Command command : protocol.commands()) {
            all.addAll(command.on());
        }
        return List.copyOf(all);
    }

    public static boolean meet(List<Device> some, List<Device> others) {
        return some.stream().anyMatch(one -> others.stream().anyMatch(other -> meet(one, other)));
    }

    /** A node of a block device may also be named by its path; which paths these are nobody knows here. */
    private static boolean meet(Device one, Device other) {
        if (one instanceof Device.Node a && other instanceof Device.Node b) {
            boolean kinds = a.kind() == b.kind() || a.kind() == Device.NodeKind.ANY || b.kind() == Device.NodeKind.ANY;
            return kinds && meet(a.glob().pattern(), b.glob().pattern());
        }
        return one.equals(other);
    }

    /** Whether some text matches both globs, in which {@code *} and {@code ?} do not match a slash. */
    private static boolean meet(String a, String b) {
        int plain = Math.min(plain(a), plain(b));
        if (!a.regionMatches(0, b, 0, plain)) {
            return false;
        }
        boolean[][] ends = new boolean[a.length() + 1][b.length() + 1];
        for (int i = a.length(); i >= 0; i--) {
            for (int j = b.length(); j >= 0; j--) {
                char x = i < a.length() ? a.charAt(i) : 0;
                char y = j < b.length() ? b.charAt(j) : 0;
                ends[i][j] = (x == 0 && y == 0)
                        || (x == '*' && (ends[i + 1][j] || (y != 0 && y != '/' && ends[i][j + 1])))
                        || (y == '*' && (ends[i][j + 1] || (x != 0 && x != '/' && ends[i + 1][j])))
                        || (x != 0 && y != 0 && same(x, y) && ends[i + 1][j + 1]);
            }
        }
        return ends[0][0];
    }

    /** How many characters of a glob stand for themselves, from its start on. */
    private static int plain(String glob) {
        int at = 0;
        while (at < glob.length() && glob.charAt(at) != '*' && glob.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    private static boolean same(char x, char y) {
        return x == y || (x == '?' && y != '/') || (y == '?' && x != '/');
    }
}

package dev.ringspect.protocol.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What happened to a request on its way. A path is the marks in the order of their first occurrence, packed into an
 * int of four bits each, the first mark lowest; 0 is the empty path.
 */
public enum PathMark {
    /** Taken by the SQPOLL thread. */
    SQPOLL(6),
    /** Appended to a chain. */
    LINKED(4),
    /** Parked because of a drain. */
    DEFERRED(3),
    /** Handed to a worker thread. */
    PUNTED(1),
    /** Waits for its file to become ready. */
    POLL_ARMED(2),
    /** Its chain failed: it is the member that failed, or one cancelled because of that. */
    LINK_FAILED(5);

    private static final List<PathMark> ALL = List.of(values());

    private final int code;
    private final String word = name().toLowerCase(Locale.ROOT);

    PathMark(int code) {
        this.code = code;
    }

    /** The word used in JSON and filters. */
    public String word() {
        return word;
    }

    /** {@code path} with {@code mark} ({@code enum rs_mark_what}, or SQPOLL's code) at its end, unless it is there. */
    static int append(int path, int code) {
        int at = 0;
        for (int rest = path; rest != 0; rest >>>= 4, at += 4) {
            if ((rest & 0xF) == code) {
                return path;
            }
        }
        return path | code << at;
    }

    /** {@code path} with this mark at its end, unless it is there. */
    int appendTo(int path) {
        return append(path, code);
    }

    /** Whether a packed path holds this mark. */
    public boolean in(int path) {
        return append(path, code) == path;
    }

    /** Whether a packed path holds the mark with this word. */
    static boolean hasWord(int path, String word) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).word.equals(word)) {
                return ALL.get(i).in(path);
            }
        }
        return false;
    }

    /** The marks of a packed path. */
    public static List<PathMark> marks(int path) {
        if (path == 0) {
            return List.of();
        }
        List<PathMark> marks = new ArrayList<>();
        for (int rest = path; rest != 0; rest >>>= 4) {
            for (PathMark mark : ALL) {
                if (mark.code == (rest & 0xF)) {
                    marks.add(mark);
                }
            }
        }
        return marks;
    }
}

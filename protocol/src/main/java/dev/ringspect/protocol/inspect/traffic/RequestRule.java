package dev.ringspect.protocol.inspect.traffic;

import java.util.Optional;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.Errno;

/**
 * Something that a declaration says must hold for every request of a command.
 *
 * @param id {@code D08} for a reserved member that must be zero, {@code check} for the author's own check
 * @param severity how much a failure matters
 * @param subject the member, or the check
 * @param text what a person calls it: the member's path, or the check's text
 * @param expected the number that a member must have, or the lowest of those that it may have; 0 for a check
 * @param most the highest number that it may have
 */
public record RequestRule(String id, Severity severity, Subject subject, String text, long expected, long most) {
    /** Id of findings by the author's own {@code check}. */
    public static final String CHECK = "check";

    /** Id of findings about members that must have one value. */
    public static final String RESERVED = "D08";

    /** The finding that a request gives whose member has {@code value}; a check's value does not matter. */
    public Finding finding(long value) {
        String message = id.equals(CHECK)
                ? text
                : text + " must be " + number(expected) + (most == expected ? "" : " to " + number(most))
                        + ", and was " + number(value);
        return new Finding(id, severity, message, subject);
    }

    /**
     * Whether breaking it says why a request had this result: a check does whose text has the errno's name, {@code (-EINVAL)},
     * and so does a member with a value that is an error, which drivers answer with {@code -EINVAL}.
     */
    boolean explains(int res) {
        if (id.equals(RESERVED)) {
            return severity == Severity.ERROR && res == -Errno.EINVAL.number();
        }
        Optional<Errno> errno = Errno.of(res);
        return errno.isPresent() && hasWord(text, errno.get().name());
    }

    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            if (starts && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static String number(long value) {
        // a small negative number is a result; one as large as an address is better read in hexadecimal
        return value > -4096 && value < 10 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
}

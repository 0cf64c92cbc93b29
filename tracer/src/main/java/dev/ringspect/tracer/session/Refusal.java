package dev.ringspect.tracer.session;

/**
 * Why something could not be started, as a value.
 *
 * @param cause who is to act
 * @param what what was tried
 * @param why what stood against it
 * @param fix what to do, without a trailing full stop
 */
public record Refusal(Cause cause, String what, String why, String fix) {
    /** Who is to act on a refusal. */
    public enum Cause {
        /** What was asked for cannot be had: a process that does not exist, a command that is not there. */
        INPUT,
        /** The kernel, a privilege, or the installation stands against it. */
        SYSTEM
    }

    /** One line for a person. */
    public String text() {
        return what + ": " + why + (fix.isEmpty() ? "" : "; " + fix);
    }
}

package dev.ringspect.tracer.sys;

/**
 * A refusal by the kernel.
 *
 * @param call the system call, with its operation where one call has many, such as {@code io_uring_setup}
 * @param errno the positive error number
 * @param fix what to do about it, without a trailing full stop; empty when nothing better than the error is known
 */
public record SysError(String call, int errno, String fix) {
    /** A refusal as a call returns it: {@code result} is the negative errno. */
    public static SysError of(String call, long result) {
        return new SysError(call, (int) -result, "");
    }

    /** The same refusal with advice. */
    public SysError withFix(String advice) {
        return new SysError(call, errno, advice);
    }

    /** The errno's symbol, such as {@code EPERM}; {@code errno 1234} when the C library knows none. */
    public String name() {
        return SystemCalls.linux().errnoName(errno);
    }

    /** One line for a person: call, errno, its meaning, what to do. */
    public String text() {
        String meaning = call + ": " + name() + " (" + SystemCalls.linux().errnoMeaning(errno) + ")";
        return fix.isEmpty() ? meaning : meaning + "; " + fix;
    }
}

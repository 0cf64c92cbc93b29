package dev.ringspect.tracer.sys;

import java.util.function.Function;

/** What a call gave: a value, or the kernel's refusal. */
public sealed interface SysResult<T> {
    /**
     * The call succeeded.
     *
     * @param value what it gave
     */
    record Ok<T>(T value) implements SysResult<T> {}

    /**
     * The kernel refused.
     *
     * @param error what was refused, and what to do
     */
    record Failed<T>(SysError error) implements SysResult<T> {}

    /** The result of {@code next} on the value, or the same refusal. */
    default <R> SysResult<R> then(Function<? super T, SysResult<R>> next) {
        return switch (this) {
            case Ok<T>(T value) -> next.apply(value);
            case Failed<T>(SysError error) -> new Failed<>(error);
        };
    }

    /** The value, or an {@link IllegalStateException} with the refusal's text: for callers to whom a refusal is a bug. */
    default T orThrow() {
        return switch (this) {
            case Ok<T>(T value) -> value;
            case Failed<T>(SysError error) -> throw new IllegalStateException(error.text());
        };
    }
}

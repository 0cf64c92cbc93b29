package dev.ringspect.protocol.text;

import java.io.Serial;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How much work one text may cause. Whoever reads texts of strangers runs the work within a budget; loops over what a text
 * has, and walks along its types, say {@link #check} as they go. Outside of a budget that costs nothing and ends nothing.
 */
public final class Budget {
    /** How much processor time one text may take, in seconds; no text that somebody wrote comes near it. */
    public static final int SECONDS = 8;

    private static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();
    private static final int BETWEEN_LOOKS = 1 << 10;
    /** Before that much time has passed on the clock, the processor's is not asked for, which loads much of the JDK. */
    private static final long FREE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier stopped;
    private final long began = System.nanoTime();
    private long processorLimit = Long.MAX_VALUE;
    private int steps;

    private Budget(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    /** Thrown by {@link #check}; whoever set the budget catches it. */
    public static final class Ended extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final boolean exceeded;

        Ended(boolean exceeded) {
            super(exceeded
                    ? "this took more than " + SECONDS + " s of processor time, and was given up"
                    : "nobody wants this any more", null, false, false);
            this.exceeded = exceeded;
        }

        /** Whether the time was over; else nobody wants the outcome. */
        public boolean exceeded() {
            return exceeded;
        }
    }

    /**
     * Runs {@code work}, which ends by {@link Ended} when it takes too long or is not wanted any more.
     *
     * @param stopped whether nobody wants the outcome; asked now and then, by the thread that works
     */
    public static <T> T within(BooleanSupplier stopped, Supplier<T> work) {
        return ScopedValue.where(CURRENT, new Budget(stopped)).call(work::get);
    }

    /** The same for work that is wanted; a part of work that has a budget already stays within that. */
    public static <T> T within(Supplier<T> work) {
        return CURRENT.isBound() ? work.get() : within(() -> false, work);
    }

    /** Returns while the work may go on. */
    public static void check() {
        if (CURRENT.isBound()) {
            CURRENT.get().step();
        }
    }

    private void step() {
        if (++steps % BETWEEN_LOOKS != 0) {
            return;
        }
        if (stopped.getAsBoolean()) {
            throw new Ended(false);
        }
        if (System.nanoTime() - began > FREE_NANOS) {
            long now = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            if (processorLimit == Long.MAX_VALUE) {
                processorLimit = now + TimeUnit.SECONDS.toNanos(SECONDS) - FREE_NANOS;
            }
            if (now > processorLimit) {
                throw new Ended(true);
            }
        }
    }
}

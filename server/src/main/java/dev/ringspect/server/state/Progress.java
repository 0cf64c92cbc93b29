package dev.ringspect.server.state;

/** Tells a person how a long piece of work goes on. Its methods return at once, and may be called by any thread. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (title, cancel) -> new Step() {
        @Override
        public void report(String message) {}

        @Override
        public void close() {}
    };

    /**
     * Work begins that is worth to be told.
     *
     * @param title what is done
     * @param cancel cancelled when the person wants no more of it
     */
    Step begin(String title, Cancel cancel);

    /** Work under way; closed at its end. */
    interface Step extends AutoCloseable {
        /** Says how far it is. */
        void report(String message);

        @Override
        void close();
    }
}

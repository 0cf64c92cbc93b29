package dev.ringspect.server.feature.names;

/** Takes names as they are found. */
@FunctionalInterface
interface OccurrenceSink {
    /** A name was found; where two begin at one place the first counts. */
    void note(Occurrence occurrence);
}

package dev.ringspect.bench;

/**
 * How long to measure.
 *
 * @param tracedRequests commands of one round of the tracing measurement
 * @param submitRequests requests of one round of the submitting measurement
 * @param rounds rounds of each, interleaved between the rivals
 * @param jmhSeconds seconds of one JMH iteration
 * @param jmhIterations measured iterations
 */
record Plan(long tracedRequests, long submitRequests, int rounds, int jmhSeconds, int jmhIterations) {
    static final Plan SHORT = new Plan(1_000_000, 2_000_000, 5, 1, 5);
    static final Plan LONG = new Plan(4_000_000, 10_000_000, 9, 2, 15);
}

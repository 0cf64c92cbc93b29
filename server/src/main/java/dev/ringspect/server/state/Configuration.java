package dev.ringspect.server.state;

/**
 * What the client decided.
 *
 * @param trusted whether the workspace may start traces; a client that says nothing trusts it
 */
public record Configuration(boolean trusted) {
    /** What holds while the client has not said otherwise. */
    public static final Configuration DEFAULT = new Configuration(true);
}

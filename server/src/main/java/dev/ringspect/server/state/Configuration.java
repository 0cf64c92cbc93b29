package dev.ringspect.server.state;

import dev.ringspect.protocol.inspect.InspectionSettings;

/**
 * What the client decided.
 *
 * @param trusted whether the workspace may start traces; a client that says nothing trusts it
 * @param inspections which inspections run, and how grave their findings are
 */
public record Configuration(boolean trusted, InspectionSettings inspections) {
    /** What holds while the client has not said otherwise. */
    public static final Configuration DEFAULT = new Configuration(true);

    /** The inspections as the catalogue has them. */
    public Configuration(boolean trusted) {
        this(trusted, InspectionSettings.DEFAULT);
    }

    /** The same with other inspections. */
    public Configuration with(InspectionSettings other) {
        return new Configuration(trusted, other);
    }
}

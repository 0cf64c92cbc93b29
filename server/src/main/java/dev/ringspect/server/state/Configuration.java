package dev.ringspect.server.state;

import dev.ringspect.protocol.finding.InspectionSettings;

/**
 * What the client decided.
 *
 * @param trusted whether the workspace may start traces; a client that says nothing trusts it
 * @param inspections which inspections run, and how grave their findings are
 * @param display what is shown within the lines and above them
 */
public record Configuration(boolean trusted, InspectionSettings inspections, Display display) {
    /** What holds while the client has not said otherwise. */
    public static final Configuration DEFAULT = new Configuration(true, InspectionSettings.DEFAULT, Display.ALL);

    /**
     * What the editor shows besides the text.
     *
     * @param layoutHints offset and size after every member
     * @param holeHints how many bytes of padding follow a member
     * @param numberHints the value of a {@code cmd_op}, or what it is made of
     * @param layoutLenses size, alignment and padding above every struct
     * @param trafficLenses what was seen with a command, and traces to start and stop
     */
    public record Display(boolean layoutHints, boolean holeHints, boolean numberHints, boolean layoutLenses,
            boolean trafficLenses) {
        /** Everything. */
        public static final Display ALL = new Display(true, true, true, true, true);
    }

    /** The same, trusted or not. */
    public Configuration withTrust(boolean other) {
        return new Configuration(other, inspections, display);
    }

    /** The same with other inspections. */
    public Configuration with(InspectionSettings other) {
        return new Configuration(trusted, other, display);
    }

    /** The same with another display. */
    public Configuration with(Display other) {
        return new Configuration(trusted, inspections, other);
    }
}

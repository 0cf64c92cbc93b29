package dev.ringspect.server.cli;

import java.util.Optional;

/**
 * How the helper gets to its privilege here.
 *
 * @param way the first way that works
 * @param probe what the helper said when started that way; without a way, what it said when just started
 */
record Access(Way way, Optional<Probe> probe) {
    /** The ways, in the order in which they are tried. */
    enum Way {
        ROOT, CAPABILITIES, SUDO, NONE
    }
}

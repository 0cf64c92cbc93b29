package dev.ringspect.protocol.syntax.c.pp;

import java.util.Optional;

import dev.ringspect.protocol.text.Location;

/**
 * A header that was asked for and is not there.
 *
 * @param name what it is called, with the signs around it: {@code "a.h"} or {@code <a.h>}
 * @param where the directive that asks for it, in whichever file that stands; empty for what a compiler's command asks for
 */
public record MissingHeader(String name, Optional<Location> where) {}

/** The resolved protocol: types, commands, devices, refinements, checks, and where each is declared. */
@NullMarked
package dev.ringspect.protocol.model;

import org.jspecify.annotations.NullMarked;

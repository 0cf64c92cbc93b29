/** The formatter of the layout language: white space around tokens, decided from the tokens and the items they make. */
@NullMarked
package dev.ringspect.protocol.format;

import org.jspecify.annotations.NullMarked;

/** The tokens of C and of the layout language: one lexer for every front-end. Depends on text alone. */
@NullMarked
package dev.ringspect.protocol.token;

import org.jspecify.annotations.NullMarked;

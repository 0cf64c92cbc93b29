/** What C functions do: their bodies as statements over tokens, and what holds along the ways through them. */
@NullMarked
package dev.ringspect.protocol.syntax.c.body;

import org.jspecify.annotations.NullMarked;

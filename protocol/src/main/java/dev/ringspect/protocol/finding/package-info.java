/**
 * What inspections find, on texts and on traffic: the finding, its rule, and the settings that say how much it
 * matters.
 */
@NullMarked
package dev.ringspect.protocol.finding;

import org.jspecify.annotations.NullMarked;

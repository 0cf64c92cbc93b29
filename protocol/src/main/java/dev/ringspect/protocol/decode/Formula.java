package dev.ringspect.protocol.decode;

import java.util.Optional;

import dev.ringspect.protocol.model.ValueRule;

/**
 * A number made of several fields of the payload.
 *
 * @param prefix path of the struct that it belongs to, empty for the payload itself
 * @param rule what makes it
 * @param guard in which cases it is there, where that depends on a member
 * @param number the number
 */
record Formula(String prefix, ValueRule rule, Optional<Guard> guard, FieldExpression number) {
    String path() {
        return FieldCompiler.join(prefix, rule.name());
    }
}

package dev.ringspect.protocol.inspect.subject;

import java.util.Set;

import dev.ringspect.protocol.layout.Type;

/**
 * A struct or union that is to be inspected.
 *
 * @param type the type
 * @param roles what it is for
 */
public record CheckedType(Type.Struct type, Set<Role> roles) {
    public CheckedType {
        roles = Set.copyOf(roles);
    }

    /** Whether programs and the kernel exchange it. */
    public boolean isShared() {
        return roles.stream().anyMatch(Role::isShared);
    }

    /** Whether it is laid over an SQE's command bytes. */
    public boolean isPayload() {
        return roles.stream().anyMatch(Role::isPayload);
    }
}

package dev.ringspect.protocol.inspect.subject;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Location;

/** Collects which structs have which roles. A struct is known by its text and its tag. */
public final class Roles {
    /** A struct by the text that declares it and by its tag, or by its place where it has none. */
    record Key(String source, String display) {}

    private record Entry(Type.Struct type, EnumSet<Role> roles) {}

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    /** The structs that the commands of {@code model} reach; with those that its own text declares where {@code all}. */
    static Roles of(ProtocolModel model, boolean all) {
        Roles roles = new Roles();
        Optional<Protocol> protocol = model.protocol();
        // a struct stands before those that hold it, which is the order to report in
        if (all) {
            model.structs().forEach(roles::entry);
        }
        model.importedStructs().forEach(roles::entry);
        protocol.ifPresent(found -> {
            found.commands().forEach(command -> roles.add(command));
            Refinements.of(found).forEach(refinement -> {
                refinement.rules().forEach(rule -> roles.pointedAt(rule, model));
                refinement.variants().forEach(variant -> variant.arms().forEach(arm -> arm.overlays()
                        .forEach(overlay -> roles.add(overlay.type(), Role.PART))));
            });
        });
        roles.entries.values().stream().filter(entry -> entry.roles.isEmpty())
                .forEach(entry -> entry.roles.add(Role.DECLARED));
        return roles;
    }

    public static boolean isOf(Type.Struct struct, String uri) {
        return struct.where().map(Location::source).orElse("").equals(uri);
    }

    private void add(Command command) {
        command.payload().ifPresent(
                payload -> add(payload, command.needs().sqe128() ? Role.PAYLOAD_SQE128 : Role.PAYLOAD_SQE64));
        command.pdu().ifPresent(pdu -> add(pdu, Role.PDU));
    }

    /** A pointer's target is shared with the kernel as much as the payload that holds the pointer. */
    private void pointedAt(FieldRule rule, ProtocolModel model) {
        for (FieldMeaning meaning : rule.meanings()) {
            if (meaning instanceof FieldMeaning.PointerTo pointer) {
                String target = pointer.target().replaceAll("[\\[*].*", "").strip();
                Stream.concat(model.structs().stream(), model.importedStructs().stream())
                        .filter(struct -> struct.display().equals(target)).findFirst()
                        .ifPresent(struct -> add(struct, Role.PART));
            }
        }
    }

    /** Gives {@code struct} a role, and what lies in it. */
    void add(Type.Struct struct, Role role) {
        if (!entry(struct).roles.add(role)) {
            return;
        }
        struct.members().forEach(member -> {
            if (member.type().innermost() instanceof Type.Struct inner && !inner.name().isEmpty()) {
                add(inner, role == Role.PDU ? Role.PDU : Role.PART);
            }
        });
    }

    private Entry entry(Type.Struct struct) {
        return entries.computeIfAbsent(key(struct), _ -> new Entry(struct, EnumSet.noneOf(Role.class)));
    }

    /** The roles of a struct that has the place and tag of {@code struct}, as another translation unit may have it. */
    Set<Role> of(Type.Struct struct) {
        Entry entry = entries.get(key(struct));
        return entry == null ? Set.of() : entry.roles;
    }

    static Key key(Type.Struct struct) {
        String place = struct.name().isEmpty() ? struct.where().toString() : "";
        return new Key(struct.where().map(Location::source).orElse(""), struct.display() + place);
    }

    /** Hands on each struct with its roles. */
    void each(BiConsumer<Key, Set<Role>> taker) {
        entries.forEach((key, entry) -> taker.accept(key, entry.roles));
    }

    /** The structs with their roles, those left out whose layout is not known. */
    List<CheckedType> types() {
        List<CheckedType> types = new ArrayList<>();
        entries.values().stream().filter(entry -> isKnown(entry.type))
                .forEach(entry -> types.add(new CheckedType(entry.type, entry.roles)));
        return types;
    }

    /** Whether every member has a type: while one is misspelt, nothing about the places of the others is worth a word. */
    private static boolean isKnown(Type.Struct struct) {
        return struct.members().stream().map(member -> member.type().innermost())
                .allMatch(type -> !(type instanceof Type.Incomplete)
                        && (!(type instanceof Type.Struct inner) || isKnown(inner)));
    }
}

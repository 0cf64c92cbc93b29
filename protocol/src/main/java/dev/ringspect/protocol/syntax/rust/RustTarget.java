package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;

/**
 * What a text is compiled for: decides {@code cfg} predicates.
 *
 * @param abi the ABI; the operating system is Linux
 * @param configuration further names that are known to be set or not, as {@code cfg} writes them:
 *     {@code CONFIG_64BIT}, {@code feature="x"}
 */
public record RustTarget(Abi abi, Map<String, Boolean> configuration) {
    public RustTarget {
        configuration = Map.copyOf(configuration);
    }

    /** A target of which nothing but the ABI is known. */
    public static RustTarget of(Abi abi) {
        return new RustTarget(abi, Map.of());
    }

    /** Whether all of {@code conditions}, each the meta of a {@code cfg} attribute, hold; empty when it is not known. */
    Optional<Boolean> allHold(List<RustMeta> conditions) {
        return all(conditions.stream().flatMap(condition -> condition.inner().stream()).toList());
    }

    /** Whether a predicate holds; empty when it depends on something that is not known here. */
    Optional<Boolean> holds(RustMeta predicate) {
        return switch (predicate.name()) {
            case "all" -> all(predicate.inner());
            case "any" -> any(predicate.inner());
            case "not" -> predicate.inner().size() == 1
                    ? holds(predicate.inner().getFirst()).map(value -> !value)
                    : Optional.empty();
            case "target_arch" -> Optional.of(predicate.value().equals(arch()));
            case "target_pointer_width" -> Optional.of(predicate.value().equals(abi.pointerSize() == 8 ? "64" : "32"));
            case "target_endian" -> Optional.of(predicate.value().equals("little"));
            case "target_os" -> Optional.of(predicate.value().equals("linux"));
            case "target_family" -> Optional.of(predicate.value().equals("unix"));
            case "unix", "true" -> Optional.of(true);
            case "windows", "test", "doc", "doctest", "miri", "false" -> Optional.of(false);
            default -> Optional.ofNullable(configuration.get(predicate.value().isEmpty()
                    ? predicate.name()
                    : predicate.name() + "=\"" + predicate.value() + "\""));
        };
    }

    private Optional<Boolean> all(List<RustMeta> predicates) {
        boolean unknown = false;
        for (RustMeta predicate : predicates) {
            Optional<Boolean> value = holds(predicate);
            if (value.isPresent() && !value.get()) {
                return value;
            }
            unknown |= value.isEmpty();
        }
        return unknown ? Optional.empty() : Optional.of(true);
    }

    private Optional<Boolean> any(List<RustMeta> predicates) {
        boolean unknown = false;
        for (RustMeta predicate : predicates) {
            Optional<Boolean> value = holds(predicate);
            if (value.isPresent() && value.get()) {
                return value;
            }
            unknown |= value.isEmpty();
        }
        return unknown ? Optional.empty() : Optional.of(false);
    }

    private String arch() {
        return switch (abi) {
            case X86_64 -> "x86_64";
            case I386 -> "x86";
            case AARCH64 -> "aarch64";
            case ARM -> "arm";
            case RISCV64 -> "riscv64";
        };
    }
}

package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the {@code repr} attributes of an item say.
 *
 * @param c {@code C}
 * @param transparent {@code transparent}
 * @param integer the integer that holds an enum's tag, empty when none is given
 * @param packed bytes of {@code packed(N)}, 0 when it is not there
 * @param align bytes of {@code align(N)}, 0 when it is not there
 * @param unknown why it cannot be told, empty when it can
 * @param strange attributes that are not known to leave the item as it is
 */
record RustRepr(boolean c, boolean transparent, String integer, int packed, int align, String unknown,
        List<String> strange) {
    RustRepr {
        strange = List.copyOf(strange);
    }

    static RustRepr of(List<RustMeta> attributes, RustTarget target) {
        Collector found = new Collector(target);
        found.addAll(attributes, 0);
        return new RustRepr(found.c, found.transparent, found.integer, found.packed, found.align, found.unknown,
                found.strange);
    }

    private static final class Collector {
        private final RustTarget target;
        private final List<String> strange = new ArrayList<>();
        private boolean c;
        private boolean transparent;
        private String integer = "";
        private int packed;
        private int align;
        private String unknown = "";

        Collector(RustTarget target) {
            this.target = target;
        }

        void addAll(List<RustMeta> attributes, int depth) {
            for (RustMeta attribute : attributes) {
                switch (attribute.name()) {
                    case "repr" -> attribute.inner().forEach(this::add);
                    case "cfg_attr" -> conditional(attribute, depth);
                    case "derive", "cfg", "allow", "warn", "deny", "expect", "forbid", "doc", "must_use",
                            "non_exhaustive", "deprecated", "inline", "cold", "automatically_derived", "rustfmt::skip",
                            "pin_data", "pin_project", "serde", "no_mangle", "unsafe", "used", "default", "pin",
                            "track_caller", "allow_internal_unstable", "stable", "unstable", "test" ->
                        {
                        }
                    default -> {
                        if (!attribute.name().startsWith("clippy::") && !attribute.name().startsWith("rustdoc::")) {
                            strange.add(attribute.name());
                        }
                    }
                }
            }
        }

        private void conditional(RustMeta attribute, int depth) {
            if (attribute.inner().isEmpty() || depth > 8) {
                return;
            }
            List<RustMeta> then = attribute.inner().subList(1, attribute.inner().size());
            Optional<Boolean> holds = target.holds(attribute.inner().getFirst());
            if (holds.isEmpty()) {
                if (then.stream().anyMatch(meta -> meta.name().equals("repr") || meta.name().equals("cfg_attr"))) {
                    unknown = "whether its #[repr] applies depends on a cfg that is not known here";
                }
            } else if (holds.get()) {
                addAll(then, depth + 1);
            }
        }

        private void add(RustMeta part) {
            switch (part.name()) {
                case "C" -> c = true;
                case "transparent" -> transparent = true;
                case "Rust" -> {
                }
                case "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize" ->
                    integer = part.name();
                case "packed" -> packed = part.inner().isEmpty() ? 1 : number(part);
                case "align" -> align = Math.max(align, number(part));
                default -> unknown = "#[repr(" + part.name() + ")] is not known here";
            }
        }

        private int number(RustMeta part) {
            String text = part.inner().size() == 1 ? part.inner().getFirst().name().replace("_", "") : "";
            int value = 0;
            try {
                value = Integer.decode(text);
            } catch (NumberFormatException notANumber) {
                // said below, as for every other number that rustc would refuse
            }
            if (Integer.bitCount(value) != 1 || value > 1 << 29 || value < 0) {
                unknown = "#[repr(" + part.name() + "(...))] needs a power of two up to 2^29";
                return 0;
            }
            return value;
        }
    }
}

package dev.ringspect.tracer.helper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.ringspect.tracer.session.Refusal;

/** Where the helper's binary is. */
public final class HelperBinary {
    private static final String BUILT = "tracer/target/native/ringspect-helper";
    private static final Path INSTALLED = Path.of("/usr/libexec/ringspect/ringspect-helper");

    private HelperBinary() {}

    /** What was found. */
    public sealed interface Search {
        /**
         * The binary is there.
         *
         * @param path where
         */
        record Found(Path path) implements Search {}

        /**
         * It is not.
         *
         * @param refusal where it was looked for, and what to do
         */
        record Missing(Refusal refusal) implements Search {}
    }

    /**
     * Looks at {@code RINGSPECT_HELPER}, the property {@code ringspect.helper}, the build's directory below the
     * property {@code ringspect.root} or {@code ringspect.home}, and the installed place, in this order. The first one
     * that is set by name decides, whether it is there or not.
     */
    public static Search find() {
        return find(System::getenv, System::getProperty);
    }

    static Search find(Function<String, @Nullable String> environment, Function<String, @Nullable String> properties) {
        Optional<Path> named = named(environment.apply("RINGSPECT_HELPER"))
                .or(() -> named(properties.apply("ringspect.helper")));
        List<Path> candidates = new ArrayList<>();
        if (named.isPresent()) {
            candidates.add(named.get());
        } else {
            named(properties.apply("ringspect.root")).map(root -> root.resolve(BUILT)).ifPresent(candidates::add);
            named(properties.apply("ringspect.home")).map(home -> home.resolve(BUILT)).ifPresent(candidates::add);
            candidates.add(INSTALLED);
        }
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return new Search.Found(candidate.toAbsolutePath());
            }
        }
        String where = candidates.stream().map(Path::toString).collect(Collectors.joining(", "));
        return new Search.Missing(new Refusal(Refusal.Cause.SYSTEM, "finding the tracer's helper",
                "there is no executable file " + where,
                named.isPresent()
                        ? "correct RINGSPECT_HELPER (or -Dringspect.helper), or unset it"
                        : "build it (in a source checkout: mvn -pl tracer -am generate-resources), or name it by RINGSPECT_HELPER"));
    }

    private static Optional<Path> named(@Nullable String path) {
        return Optional.ofNullable(path).filter(text -> !text.isBlank()).map(Path::of);
    }
}

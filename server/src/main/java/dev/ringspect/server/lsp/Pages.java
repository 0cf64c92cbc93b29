package dev.ringspect.server.lsp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** Where the documentation of inspections lies: {@code docs/inspections} of the directory that the launcher names. */
final class Pages {
    private final @Nullable Path directory;
    // every marker of every open text is converted after each edit, and no page comes or goes meanwhile
    private final Map<String, Optional<String>> known = new ConcurrentHashMap<>();

    /** @param directory the directory of the pages, null when there is none */
    private Pages(@Nullable Path directory) {
        this.directory = directory;
    }

    /** The pages of the checkout or installation named by the system property {@code ringspect.home}. */
    static Pages ofInstallation() {
        String root = System.getProperty("ringspect.home");
        return new Pages(root == null ? null : Path.of(root, "docs", "inspections"));
    }

    /** The page of an inspection, as a URI that an editor opens. */
    Optional<String> inspection(String id) {
        return known.computeIfAbsent(id, this::find);
    }

    private Optional<String> find(String id) {
        if (directory == null) {
            return Optional.empty();
        }
        Path page = directory.resolve(id + ".md");
        return Files.exists(page) ? Optional.of(page.toUri().toString()) : Optional.empty();
    }
}

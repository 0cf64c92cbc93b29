package dev.ringspect.server.lsp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Where the documentation of inspections lies: {@code docs/inspections} of the directory that the launcher names.
 *
 * @param directory the directory of the pages, null when there is none
 */
record Pages(@Nullable Path directory) {
    /** The pages of the checkout or installation named by the system property {@code ringspect.home}. */
    static Pages ofInstallation() {
        String root = System.getProperty("ringspect.home");
        return new Pages(root == null ? null : Path.of(root, "docs", "inspections"));
    }

    /** The page of an inspection, as a URI that an editor opens. */
    Optional<String> inspection(String id) {
        if (directory == null) {
            return Optional.empty();
        }
        Path page = directory.resolve(id + ".md");
        return Files.exists(page) ? Optional.of(page.toUri().toString()) : Optional.empty();
    }
}

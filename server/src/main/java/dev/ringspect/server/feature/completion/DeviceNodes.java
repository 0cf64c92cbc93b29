package dev.ringspect.server.feature.completion;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The device nodes of this machine: a pattern for those that differ in a number only, and each by itself. */
final class DeviceNodes {
    private static final Path FOLDER = Path.of("/dev");

    /** Names are read only, no file is opened; a machine with more nodes has them under patterns all the same. */
    private static final int MOST = 2_000;

    private DeviceNodes() {}

    static void suggest(List<Suggestion> into) {
        List<String> nodes = all();
        TreeMap<String, Integer> patterns = new TreeMap<>();
        nodes.forEach(path -> patterns.merge(path.replaceAll("\\d+", "*"), 1, Integer::sum));
        patterns.forEach((pattern, count) -> {
            if (pattern.contains("*")) {
                into.add(Suggestion.of(pattern, Suggestion.Kind.DEVICE, count == 1 ? "1 node" : count + " nodes",
                        "Every node whose name has this form.", 0));
            }
        });
        nodes.forEach(path -> into.add(Suggestion.of(path, Suggestion.Kind.DEVICE, "device node", "", 1)));
    }

    /** The paths of the nodes, in their order; none where the folder cannot be read. */
    static List<String> all() {
        TreeSet<String> nodes = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(FOLDER)) {
            for (Path entry : entries) {
                if (nodes.size() >= MOST) {
                    break;
                }
                if (!Files.isDirectory(entry) && !Files.isSymbolicLink(entry)) {
                    nodes.add(entry.toString());
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
        return List.copyOf(nodes);
    }
}
